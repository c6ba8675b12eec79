//! A picture as a list of marks with known places, so that tests can ask whether anything overlaps.

use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;

/// How much room a picture has. Each picture is laid out twice, and the page shows the one that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A telephone, or half a column.
    Narrow,
    /// A full column.
    Wide,
}

impl Room {
    /// Width in drawing units.
    pub fn width(self) -> f64 {
        match self {
            Self::Narrow => 320.0,
            Self::Wide => 720.0,
        }
    }

    /// Size of text in drawing units: at least 11 pixels wherever the picture is shown.
    pub fn size(self) -> f64 {
        match self {
            Self::Narrow => 12.0,
            Self::Wide => 13.0,
        }
    }
}

/// Where a text is anchored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins at its place.
    Start,
    /// Its middle is at its place.
    Middle,
    /// It ends at its place.
    End,
}

/// A rectangle: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// Whether two rectangles share more than an edge.
    pub fn meets(&self, other: &Self) -> bool {
        let apart = |a: f64, aw: f64, b: f64, bw: f64| a + aw <= b + 0.01 || b + bw <= a + 0.01;
        !apart(self.x, self.w, other.x, other.w) && !apart(self.y, self.h, other.y, other.h)
    }
}

/// A line of text in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Where it is anchored.
    pub x: f64,
    /// Its base line.
    pub y: f64,
    /// Size in drawing units.
    pub size: f64,
    /// Which part of it is at `x`.
    pub anchor: Anchor,
    /// Classes: `name`, `value`, `strong`, `muted`.
    pub class: String,
    /// What it says.
    pub text: String,
    /// The whole text where `text` is cut.
    pub whole: Option<String>,
}

impl Text {
    /// A text that begins at a place.
    pub fn new(x: f64, y: f64, size: f64, text: impl Into<String>) -> Self {
        Self { x, y, size, anchor: Anchor::Start, class: String::new(), text: text.into(), whole: None }
    }

    /// The same, anchored otherwise.
    #[must_use]
    pub fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The same, with a class.
    #[must_use]
    pub fn class(self, class: impl Into<String>) -> Self {
        Self { class: class.into(), ..self }
    }

    /// The same, cut to a width; the whole text is then shown on pointing at it.
    #[must_use]
    pub fn within(self, room: f64) -> Self {
        let cut = super::text::fitted(&self.text, self.size * self.weight(), room);
        if cut == self.text { self } else { Self { whole: Some(self.text), text: cut, ..self } }
    }

    /// The rectangle that it fills, at most.
    pub fn area(&self) -> Area {
        let w = super::text::width(&self.text, self.size) * self.weight();
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - w / 2.0,
            Anchor::End => self.x - w,
        };
        Area { x, y: self.y - self.size * 0.8, w, h: self.size }
    }

    /// Bold letters are wider.
    fn weight(&self) -> f64 {
        if self.class.contains("strong") { 1.08 } else { 1.0 }
    }
}

/// A picture: marks in the order in which they are drawn, and texts above them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width in drawing units.
    pub width: f64,
    /// Height in drawing units.
    pub height: f64,
    marks: String,
    texts: Vec<Text>,
}

impl Scene {
    /// An empty picture.
    pub fn new(width: f64) -> Self {
        Self { width, ..Self::default() }
    }

    /// A filled rectangle; negative widths are turned round.
    pub fn rect(&mut self, class: &str, area: Area) {
        let (x, w) = if area.w < 0.0 { (area.x + area.w, -area.w) } else { (area.x, area.w) };
        let (x, y, w, h) = (unit(x), unit(area.y), unit(w), unit(area.h));
        self.mark(&format!(r#"<rect class="{class}" x="{x}" y="{y}" width="{w}" height="{h}"/>"#));
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1, x2, y2) = (unit(from.0), unit(from.1), unit(to.0), unit(to.1));
        self.mark(&format!(r#"<path class="{class}" d="M{x1} {y1}L{x2} {y2}"/>"#));
    }

    /// A dot.
    pub fn dot(&mut self, class: &str, centre: (f64, f64), radius: f64) {
        let (x, y, r) = (unit(centre.0), unit(centre.1), unit(radius));
        self.mark(&format!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{r}"/>"#));
    }

    /// A path of our own making; `d` holds letters, digits and signs only.
    pub fn path(&mut self, class: &str, d: &str) {
        self.mark(&format!(r#"<path class="{class}" d="{d}"/>"#));
    }

    /// A path of a given thickness.
    pub fn stroke(&mut self, class: &str, d: &str, thickness: f64) {
        let thickness = unit(thickness);
        self.mark(&format!(r#"<path class="{class}" d="{d}" stroke-width="{thickness}"/>"#));
    }

    /// A mark that is well-formed SVG already.
    pub(crate) fn mark(&mut self, svg: &str) {
        self.marks.push_str(svg);
    }

    /// A line of text.
    pub fn text(&mut self, text: Text) {
        self.texts.push(text);
    }

    /// All texts.
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// Pairs of texts that overlap, and texts that the picture's edge cuts: what a test wants empty.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (place, text) in self.texts.iter().enumerate() {
            let area = text.area();
            if area.x < -0.01
                || area.y < -0.01
                || area.x + area.w > self.width + 0.01
                || area.y + area.h > self.height
            {
                faults.push(format!("`{}` is cut by the edge", text.text));
            }
            let below = self.texts[place + 1..].iter().filter(|other| other.area().meets(&area));
            faults.extend(below.map(|other| format!("`{}` overlaps `{}`", text.text, other.text)));
        }
        faults
    }

    /// The picture as SVG, named and described for those who do not see it.
    pub fn svg(&self, class: &str, id: &str, name: &str, description: &str) -> Markup {
        let view = format!("0 0 {} {}", unit(self.width), unit(self.height));
        let (title_id, text_id) = (format!("{id}-{class}-t"), format!("{id}-{class}-d"));
        html! {
            svg class=(class) viewBox=(view) role="img" aria-labelledby={ (title_id) " " (text_id) }
                xmlns="http://www.w3.org/2000/svg" {
                title id=(title_id) { (name) }
                desc id=(text_id) { (description) }
                (PreEscaped(&self.marks))
                @for text in &self.texts { (write_text(text)) }
            }
        }
    }
}

fn write_text(text: &Text) -> Markup {
    let anchor = match text.anchor {
        Anchor::Start => None,
        Anchor::Middle => Some("middle"),
        Anchor::End => Some("end"),
    };
    let class = (!text.class.is_empty()).then_some(&text.class);
    html! {
        text x=(unit(text.x)) y=(unit(text.y)) font-size=(unit(text.size)) text-anchor=[anchor] class=[class] {
            (text.text)
            @if let Some(whole) = &text.whole { title { (whole) } }
        }
    }
}

/// A coordinate: one digit at most, so that pages are small and the same everywhere.
pub(crate) fn unit(value: f64) -> String {
    let tenths = (if value.is_finite() { value } else { 0.0 } * 10.0).round() as i64;
    let mut text = String::new();
    let sign = if tenths < 0 { "-" } else { "" };
    let _ = write!(text, "{sign}{}", tenths.abs() / 10);
    if tenths % 10 != 0 {
        let _ = write!(text, ".{}", tenths.abs() % 10);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        let cases =
            [(1.0, "1"), (1.25, "1.3"), (-0.04, "0"), (-0.26, "-0.3"), (f64::NAN, "0"), (720.0, "720")];
        for (value, text) in cases {
            assert_eq!(unit(value), text);
        }
    }

    #[test]
    fn faults_are_found() {
        let mut scene = Scene::new(100.0);
        scene.height = 40.0;
        scene.text(Text::new(10.0, 20.0, 12.0, "one"));
        assert!(scene.faults().is_empty());
        scene.text(Text::new(20.0, 24.0, 12.0, "two"));
        scene.text(Text::new(90.0, 38.0, 12.0, "three"));
        assert_eq!(scene.faults().len(), 2);
    }
}
