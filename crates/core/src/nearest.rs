/// The known word nearest to `word`, if one is near enough that a slip of the finger explains the difference.
///
/// Distance is that of Damerau and Levenshtein without regard to case; at most a third of the letters (at least one)
/// may differ. Of equally near words the first wins, so that the answer does not depend on anything else.
///
/// ```
/// let sectors = ["steel", "textiles", "services"];
/// assert_eq!(thalweg_core::nearest("stel", sectors), Some("steel"));
/// assert_eq!(thalweg_core::nearest("uranium", sectors), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let longest = (wanted.chars().count() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        if distance <= longest && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
