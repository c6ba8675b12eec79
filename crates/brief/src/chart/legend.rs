use super::{Area, Scene, Text, text};

/// A dot and what it stands for; returns where the next may begin.
pub(crate) fn dot(scene: &mut Scene, class: &str, (x, base): (f64, f64), size: f64, label: &str) -> f64 {
    scene.dot(class, (x + 5.0, base - size * 0.35), 4.5);
    let text = Text::new(x + 15.0, base, size, label).class("muted").within(scene.width - x - 15.0);
    let end = x + 15.0 + text::width(&text.text, size);
    scene.text(text);
    end + 18.0
}

/// A line and what it stands for.
pub(crate) fn line(scene: &mut Scene, class: &str, (x, base): (f64, f64), size: f64, label: &str) {
    let middle = base - size * 0.35;
    scene.line(class, (x, middle), (x + 26.0, middle));
    scene.text(Text::new(x + 34.0, base, size, label).class("muted").within(scene.width - x - 34.0));
}

/// A filled area and what it stands for.
pub(crate) fn area(scene: &mut Scene, class: &str, (x, base): (f64, f64), size: f64, label: &str) {
    scene.rect(class, Area { x, y: base - size * 0.8, w: 10.0, h: size });
    scene.text(Text::new(x + 15.0, base, size, label).class("muted").within(scene.width - x - 15.0));
}
