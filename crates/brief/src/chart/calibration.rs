use super::{Drawing, Room, Scene, Subject, Text, legend, place::Labels, plane::Plane};
use crate::number::Format;
use crate::palette::Palette;
use thalweg_core::{Cell, Column, Measure, Table};

/// What was said against what came, one dot per case, larger where more was at stake: on the broken line it came as said.
///
/// ```
/// use thalweg_brief::chart::{Calibration, Cloud, Drawing, Judged, Room, Subject};
/// use thalweg_brief::{Palette, number::Kind};
/// let cloud = Cloud {
///     subject: Subject::new("USA", "American imports"),
///     cases: vec![Judged::new("Textiles", -34.0, -42.1, 64.8), Judged::new("Petroleum", -43.9, -88.3, 1.2)],
/// };
/// let calibration = Calibration { clouds: vec![cloud], weight: "Flow before".into(), format: Kind::Change.into() };
/// assert!(calibration.draw(Room::Narrow, &Palette::default()).faults().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The cases by side; the first has full dots, the others rings.
    pub clouds: Vec<Cloud>,
    /// What the size of a dot is.
    pub weight: String,
    /// How numbers are written.
    pub format: Format,
}

/// The cases of one side.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloud {
    /// Whose cases these are.
    pub subject: Subject,
    /// The cases.
    pub cases: Vec<Judged>,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its name.
    pub name: String,
    /// What was said; not finite: it is not drawn.
    pub said: f64,
    /// What came; not finite: it is not drawn.
    pub came: f64,
    /// What was at stake, which gives the dot its area.
    pub weight: f64,
}

impl Judged {
    /// A case.
    pub fn new(name: impl Into<String>, said: f64, came: f64, weight: f64) -> Self {
        Self { name: name.into(), said, came, weight }
    }

    fn is_drawn(&self) -> bool {
        self.said.is_finite() && self.came.is_finite()
    }
}

/// Radius of the smallest and of the largest dot.
const RADII: (f64, f64) = (3.0, 11.0);
/// Cases that are named, those that missed most first.
const NAMED: usize = 7;

impl Calibration {
    fn drawn(&self) -> impl Iterator<Item = (usize, &Judged)> + Clone {
        let all =
            self.clouds.iter().enumerate().flat_map(|(at, cloud)| cloud.cases.iter().map(move |c| (at, c)));
        all.filter(|(_, case)| case.is_drawn())
    }

    fn radius(&self, case: &Judged) -> f64 {
        let weight = |case: &Judged| if case.weight.is_finite() { case.weight.max(0.0) } else { 0.0 };
        let most = self.drawn().map(|(_, case)| weight(case)).fold(0.0, f64::max);
        if most > 0.0 { (RADII.1 * (weight(case) / most).sqrt()).max(RADII.0) } else { RADII.0 }
    }

    /// What the dots are, and what runs upwards; returns the height.
    fn heading(&self, scene: &mut Scene, size: f64, palette: &Palette) -> f64 {
        let mut base = size;
        for (at, cloud) in self.clouds.iter().enumerate() {
            legend::dot(
                scene,
                &class(at, palette.class(&cloud.subject.code)),
                (0.0, base),
                size,
                &cloud.subject.name,
            );
            base += size * 1.5;
        }
        legend::line(scene, "floor", (0.0, base), size, "came as said");
        base += size * 1.7;
        scene.text(Text::new(0.0, base, size, "\u{2191} what came, %").class("muted"));
        base + size * 0.7
    }

    fn plane(&self, room: Room, top: f64) -> Plane {
        let height = if room == Room::Wide { 380.0 } else { 300.0 };
        // a margin, so that dots at the ends are whole
        let points = self.drawn().map(|(_, case)| (case.said, case.came));
        Plane::new(points, room, (top, height), RADII.1 + 3.0)
    }

    /// Both ends of the line on which it came as said: as far as both numbers reach.
    fn as_said(&self) -> Option<(f64, f64)> {
        let ends = |of: fn(&Judged) -> f64| {
            self.drawn()
                .map(|(_, case)| of(case))
                .fold((0.0f64, 0.0f64), |(low, high), n| (low.min(n), high.max(n)))
        };
        let (said, came) = (ends(|case| case.said), ends(|case| case.came));
        let (low, high) = (said.0.max(came.0), said.1.min(came.1));
        (low < high).then_some((low, high))
    }

    fn dots(&self, scene: &mut Scene, plane: &Plane, palette: &Palette) {
        let mut drawn: Vec<(usize, &Judged)> = self.drawn().collect();
        drawn.sort_by(|a, b| self.radius(b.1).total_cmp(&self.radius(a.1)));
        for (at, case) in drawn {
            let colour = palette.class(&self.clouds[at].subject.code);
            scene.dot(&class(at, colour), plane.at((case.said, case.came)), self.radius(case));
        }
    }

    /// Names the cases that missed most, where there is room; all of them are in the table.
    fn names(&self, scene: &mut Scene, plane: &Plane, size: f64) {
        let mut labels = Labels::new(plane.inside, size);
        let mut drawn: Vec<&Judged> = self.drawn().map(|(_, case)| case).collect();
        for case in &drawn {
            labels.avoid_dot(plane.at((case.said, case.came)), self.radius(case));
        }
        if let Some((low, high)) = self.as_said() {
            labels.avoid_line(&[plane.at((low, low)), plane.at((high, high))]);
        }
        let missed = |case: &Judged| (case.came - case.said).abs();
        drawn.sort_by(|a, b| missed(b).total_cmp(&missed(a)));
        for case in drawn.into_iter().filter(|case| !case.name.is_empty()).take(NAMED) {
            labels.write(scene, plane.at((case.said, case.came)), &case.name, "halo");
        }
    }
}

/// Full dots for the first side, rings for the others: not told by colour alone.
fn class(side: usize, colour: &str) -> String {
    let colour = if colour == "s0" { "ink" } else { colour };
    if side == 0 { format!("fill outlined {colour}") } else { format!("hollow {colour}") }
}

impl Drawing for Calibration {
    fn draw(&self, room: Room, palette: &Palette) -> Scene {
        let size = room.size();
        let mut scene = Scene::new(room.width());
        let top = self.heading(&mut scene, size, palette);
        let plane = self.plane(room, top);
        plane.grid(&mut scene, size, "what the model said, %");
        if let Some((low, high)) = self.as_said() {
            scene.line("floor", plane.at((low, low)), plane.at((high, high)));
        }
        self.dots(&mut scene, &plane, palette);
        self.names(&mut scene, &plane, size);
        scene.height = plane.bottom() + size * 3.3;
        scene
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::new("side", "Of", Measure::Text),
            Column::new("case", "Case", Measure::Text),
            Column::new("said", "Said", self.format.measure()),
            Column::new("came", "Came", self.format.measure()),
            Column::new("weight", &self.weight, Measure::Number),
        ];
        let row = |side: &Cloud, case: &Judged| {
            vec![
                Cell::from(&*side.subject.name),
                Cell::from(&*case.name),
                case.said.into(),
                case.came.into(),
                case.weight.into(),
            ]
        };
        let rows = self.clouds.iter().flat_map(|side| side.cases.iter().map(move |case| row(side, case)));
        Table { name: String::new(), title: String::new(), columns, rows: rows.collect() }
    }

    fn describe(&self) -> String {
        let say = |case: &Judged| {
            format!(
                "{} said {}, came {}",
                case.name,
                self.format.text(case.said),
                self.format.text(case.came)
            )
        };
        let sides = self.clouds.iter().map(|side| {
            let cases: Vec<String> = side.cases.iter().take(3).map(say).collect();
            format!("{}, {} cases: {}", side.subject.name, side.cases.len(), cases.join("; "))
        });
        format!("What was said against what came. {}.", sides.collect::<Vec<_>>().join(". "))
    }
}
