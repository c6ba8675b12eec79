//! Addresses made comparable.

/// Words that are written in several ways, and the one that they are compared by.
const WORDS: [(&str, &str); 24] = [
    ("STREET", "ST"),
    ("STR", "ST"),
    ("ROAD", "RD"),
    ("AVENUE", "AVE"),
    ("BOULEVARD", "BLVD"),
    ("BUILDING", "BLDG"),
    ("FLOOR", "FL"),
    ("FLR", "FL"),
    ("ROOM", "RM"),
    ("OFFICE", "OFF"),
    ("OFIS", "OFF"),
    ("SUITE", "STE"),
    ("APARTMENT", "FLAT"),
    ("APT", "FLAT"),
    ("CENTRE", "CENTER"),
    ("ULITSA", "UL"),
    ("PROSPEKT", "PR"),
    ("POST", "P"),
    ("PO", "P O"),
    ("POB", "P O BOX"),
    ("NUMBER", "NO"),
    ("HOUSE", "HSE"),
    ("INDUSTRIAL", "IND"),
    ("COMPANY", "CO"),
];

/// Words that stand before the number of a room or a floor.
const ROOMS: [&str; 9] = ["RM", "OFF", "STE", "FLAT", "FL", "UNIT", "DESK", "LEVEL", "NO"];

fn tokens(address: &str) -> Vec<String> {
    let upper = address.to_uppercase();
    let words = upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| WORDS.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short))
        .map(str::to_owned)
        .collect()
}

/// An address as it is compared: upper case, no punctuation, one spelling for common words. Equal keys are equal addresses.
///
/// ```
/// use thalweg_screen::fleet::address_key;
/// assert_eq!(address_key("13, Karaiskaki Street, Limassol."), address_key("13 KARAISKAKI STR LIMASSOL"));
/// ```
pub fn address_key(address: &str) -> String {
    tokens(address).join(" ")
}

/// An address without its room and floor: equal keys are the same building, not the same door. Empty where nothing else is left.
///
/// ```
/// use thalweg_screen::fleet::building_key;
/// let key = |office| building_key(&format!("Ofis {office}, Dom 67V/2B, ul Zakrutkina, Rostov"));
/// assert_eq!(key("418"), key("417"));
/// ```
pub fn building_key(address: &str) -> String {
    let tokens = tokens(address);
    let mut kept: Vec<&str> = Vec::new();
    // the number behind `ROOM` is its own, and that behind `5TH FLOOR` is of the house
    let (mut behind_room, mut behind_ordinal) = (false, false);
    for (at, token) in tokens.iter().enumerate() {
        let numbered = token.bytes().any(|byte| byte.is_ascii_digit());
        let ordinal = numbered && tokens.get(at + 1).is_some_and(|next| next == "FL");
        let room = ROOMS.contains(&token.as_str());
        if !(room || ordinal || behind_room && numbered) {
            kept.push(token);
        }
        behind_room = room && !behind_ordinal;
        behind_ordinal = ordinal;
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_door_is_the_same_building_and_another_house_is_not() {
        let key = building_key;
        assert_eq!(key("5th Floor, 80 Broad Street, Monrovia"), key("Unit 12, 80 Broad St, Monrovia."));
        assert_ne!(key("80 Broad Street, Monrovia"), key("81 Broad Street, Monrovia"));
        assert_ne!(address_key("Office 1, A St"), address_key("Office 2, A St"));
        assert_eq!(key("Room 5"), "");
    }
}
