//! Rows of results: each field, its meaning for a reader and its place in a table defined once.

use thalweg_core::{Cell, Column};

/// A row of a result: serialises as an object, and has a table form.
pub trait Row {
    /// The heads of its columns.
    fn columns() -> Vec<Column>;
    /// Its cells, one per column.
    fn cells(&self) -> Vec<Cell>;
}

/// Defines a row: `field: type, Measure, "title for readers"`.
///
/// Which measure and title a column has stands beside the field, so that JSON, tables and schema cannot differ. The crate
/// that uses it needs `serde`, `schemars` and `thalweg_core`.
#[macro_export]
#[doc(hidden)]
macro_rules! row {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty, $measure:ident, $title:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, schemars::JsonSchema)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl $crate::outcome::Row for $name {
            fn columns() -> Vec<thalweg_core::Column> {
                vec![$(thalweg_core::Column::new(stringify!($field), $title, thalweg_core::Measure::$measure)),*]
            }

            fn cells(&self) -> Vec<thalweg_core::Cell> {
                vec![$(thalweg_core::Cell::from(self.$field.clone())),*]
            }
        }
    };
}

pub(crate) use row;
