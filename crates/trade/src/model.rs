/// What is done with trade deficits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deficits {
    /// Each country keeps its deficit as a share of world value added.
    #[default]
    Fixed,
    /// Trade is balanced, in the base as well.
    Balanced,
}

/// Where labour can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Labour {
    /// Between the sectors of a country.
    #[default]
    Mobile,
    /// Nowhere: every sector has a wage of its own.
    Fixed,
}

/// The closure of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Model {
    /// Deficits.
    pub deficits: Deficits,
    /// Labour.
    pub labour: Labour,
}
