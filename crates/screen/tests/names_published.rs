//! Answers that investigators need, and more of each kind: which names are one, and which are two.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use thalweg_screen::EntityKind::{self, Company, Other, Person, Ship};
use thalweg_screen::Lexicon;

/// The threshold of the tests: what scores at least this is shown to a person who decides.
const BAR: f64 = 0.5;

fn check(pairs: &[(EntityKind, &str, &str)], same: bool) {
    let lexicon = Lexicon::new();
    let mut wrong = Vec::new();
    for &(kind, first, second) in pairs {
        let (a, b) = (lexicon.prepare(first, kind), lexicon.prepare(second, kind));
        let score = lexicon.score(&a, &b);
        if (score >= BAR) != same {
            wrong.push(format!("{score:.3} {first} | {second}"));
        }
    }
    assert!(wrong.is_empty(), "should {}be the same:\n{}", if same { "" } else { "not " }, wrong.join("\n"));
}

#[test]
fn names_that_share_only_a_common_word_are_two() {
    check(
        &[
            (Company, "BELLETECH CORP", "11420 CORP."),
            (Person, "George Bush", "George Habbash"),
            (Company, "A-B-C Company", "any Company"),
            (Person, "Jan Tomas", "Jan Tom"),
            (Company, "OOO Romashka", "OOO Vasilyok"),
            (Company, "ООО «Ромашка»", "ООО «Василёк»"),
            (Company, "ООО Ромашка", "OOO Vasilyok"),
            (Company, "PT Astra International", "PT Telkom Indonesia"),
            // invented
            (Company, "GLOBETECH INC", "7733 INC."),
            (Company, "X-Y-Z Company", "our Company"),
            (Company, "ЗАО Берёза", "ЗАО Сосна"),
            (Company, "GmbH Sonnenblume", "GmbH Vergissmeinnicht"),
            (Company, "PT Garuda Nusantara", "PT Bumi Indonesia"),
            (Company, "Al Noor Trading LLC", "Al Amal Trading LLC"),
            (Person, "Maria Lopez", "Maria Hernandez"),
            (Person, "Hassan Rouhani", "Hassan Nasrallah"),
            (Company, "National Bank of Kuwait", "National Bank of Egypt"),
        ],
        false,
    );
}

#[test]
fn a_person_and_a_firm_of_that_first_name_are_two() {
    check(
        &[
            (Other, "emma daniels", "EMMA LLC"),
            (Company, "emma daniels", "EMMA LLC"),
            (Person, "emma daniels", "EMMA LLC"),
            (Other, "oscar brandt", "OSCAR GmbH"),
            (Company, "sofia marinova", "SOFIA OOD"),
        ],
        false,
    );
}

#[test]
fn numbers_that_differ_are_two() {
    check(
        &[
            (Ship, "VICTORY 3", "VICTORY 5"),
            (Ship, "Snow Storm 1", "Snow Storm 2"),
            (Company, "Blackstone Real Estate Partners IV L.P.", "Blackstone Real Estate Partners V L.P."),
            (Company, "KKR Asian Fund III L.P.", "KKR Asian Fund IV L.P."),
            (Company, "Goldman Sachs Mortgage Loan Trust 2004-1", "Goldman Sachs Mortgage Loan Trust 2004-2"),
            (Company, "Goldman Sachs Mortgage Loan Trust 2004-1", "Goldman Sachs Mortgage Loan Trust 2005-1"),
            // invented
            (Ship, "OCEAN PEARL I", "OCEAN PEARL II"),
            (Ship, "Звезда 7", "ZVEZDA 9"),
            (Ship, "HAI YANG SHI YOU 981", "HAI YANG SHI YOU 982"),
            (Company, "Meridian Growth Fund Two", "Meridian Growth Fund Three"),
            (Company, "School No. 14", "School No. 41"),
            (Company, "44th Brigade", "45th Brigade"),
            (Ship, "LUCKY STAR12", "LUCKY STAR 21"),
        ],
        false,
    );
    check(
        &[
            (Ship, "VICTORY 3", "VICTORY III"),
            (Ship, "VICTORY3", "M/V Victory 3"),
            (Company, "Brigade Forty-Four", "Brigade 44"),
            (Company, "Meridian Growth Fund Two", "Meridian Growth Fund II"),
        ],
        true,
    );
}

#[test]
fn a_word_for_son_between_names_gives_them_an_order() {
    check(
        &[
            (Person, "SALMAN BIN MUHAMMAD AL-RAWI", "MUHAMMAD BIN SALMAN AL-RAWI"),
            (Person, "ABDULLAH BIN OMAR AL-MUHAMMAD", "OMAR BIN ABDULLAH AL-MUHAMMAD"),
            (Person, "KHALID IBN WALID AL-HARBI", "WALID IBN KHALID AL-HARBI"),
            (Person, "Karim ben Youssef Trabelsi", "Youssef ben Karim Trabelsi"),
            (Person, "سلمان بن محمد الراوي", "محمد بن سلمان الراوي"),
        ],
        false,
    );
    check(
        &[
            (Person, "SALMAN BIN MUHAMMAD AL-RAWI", "AL-RAWI, Salman bin Muhammad"),
            (Person, "Salman Mohammed bin", "Mohammed bin Salman"),
            (Person, "Khalid ibn Walid al-Harbi", "Khaled bin Waleed Al Harbi"),
            (Person, "Osama bin Laden", "Usama ibn Ladin"),
        ],
        true,
    );
}

#[test]
fn full_legal_entities_that_differ_in_form_are_two() {
    check(
        &[
            (Company, "株式会社アカネ", "合同会社アカネ"),
            (Company, "Deutsche Bank AG", "Deutsche Bank GmbH"),
            (Company, "株式会社サクラ", "有限会社サクラ"),
            (Company, "Nordwind Logistik GmbH", "Nordwind Logistik KG"),
            (Company, "ООО Вымпел", "АО Вымпел"),
            (Company, "Fundación Aurora", "Aurora S.A."),
        ],
        false,
    );
    check(
        &[
            (Company, "ООО Вымпел", "Vympel LLC"),
            (Company, "OAO Gazprom", "Gazprom JSC"),
            (Company, "株式会社アカネ", "Akane K.K."),
            (Company, "SiemensAG", "Siemens Aktiengesellschaft"),
            (Company, "Oboronnye Initsiativy o.O.O.", "OOO Oboronnye Initsiativy"),
            (Company, "Vympel", "ООО Вымпел"),
        ],
        true,
    );
}

#[test]
fn abbreviations_and_acronyms_are_the_same() {
    check(
        &[
            (Company, "LUKOIL OIL COMP", "LUKOIL OIL COMPANY"),
            (Company, "HAIGE GUANGZHOU", "Guangzhou Haige Communication Group Co., Ltd."),
            (Company, "National Iranian Tanker Company", "NITC"),
            (Company, "ALQAEDA", "AL QAEDA"),
            // invented
            (Company, "ORIONTEK TECH SRVCES", "Oriontek Technology Services"),
            (Company, "Haixun COMM GRP", "Haixun Communications Group Co., Ltd."),
            (Company, "Islamic Republic of Iran Shipping Lines", "IRISL"),
            (Company, "Zarya Oil Refining Plant", "Zarya Oil Refinery"),
            (Company, "Borealis Intl Trdg", "Borealis International Trading"),
            (Company, "Korea Kwangson Banking Corp", "KOREA KWANGSON BANKING CORP (KKBC)"),
            (Company, "Islamic State of Iraq and Syria", "ISIS"),
            (Company, "QINGDAO HUAFENG", "Huafeng Qingdao Shipping Co., Ltd."),
            (Company, "Korea Mining Development Trading Corporation", "KOMID"),
        ],
        true,
    );
}

#[test]
fn other_scripts_and_languages_are_the_same() {
    check(
        &[
            (Person, "习近平", "Xi Jinping"),
            (Ship, "Капитан Пшеницын", "KAPITAN PSHENITSYN"),
            (Company, "Islamic Republic of Iran Shipping Lines", "کشتیرانی جمهوری اسلامی ایران"),
            (Company, "中国远洋海运", "China COSCO Shipping"),
            // invented or of the same kind
            (Person, "習近平", "Xi Jinping"),
            (Person, "習近平", "习近平"),
            (Person, "김정은", "Kim Jong Un"),
            (Person, "박근혜", "Park Geun-hye"),
            (Person, "Владимир Путин", "Vladimir Putin"),
            (Person, "Владимир Путин", "Wladimir Putin"),
            (Person, "Хрущёв Никита", "Nikita Khrushchev"),
            (Person, "Хрущёв Никита", "Nikita Chruschtschow"),
            (Person, "محمود احمدی نژاد", "Mahmoud Ahmadinejad"),
            (Person, "حسن روحانی", "Hassan Rouhani"),
            (Person, "بشار الأسد", "Bashar al-Assad"),
            (Person, "Κυριάκος Μητσοτάκης", "Kyriakos Mitsotakis"),
            (Person, "ბარაკ ობამა", "Barack Obama"),
            (Person, "בנימין נתניהו", "Benjamin Netanyahu"),
            (Person, "Սերժ Սարգսյան", "Serzh Sargsyan"),
            (Company, "Российский национальный банк", "Russian National Bank"),
            (Company, "中国石油化工集团", "China Petrochemical Group"),
            (Company, "بانک ملی ایران", "National Bank of Iran"),
            (Company, "Банк Ромашка", "Romashka Bank"),
        ],
        true,
    );
}

#[test]
fn short_forms_and_parts_of_people_are_the_same() {
    check(
        &[
            (Person, "Jon Smith", "John Smith"),
            (Person, "Daniel Mohammad", "Daniel Mohammad"),
            (Person, "Daniel Mohammad", "MOHAMMAD, Daniel"),
            (Person, "Maduro", "MADURO MOROS, Nicolas"),
            // invented
            (Person, "Bill Thornbury", "William Thornbury"),
            (Person, "Sasha Petrenko", "Oleksandr Petrenko"),
            (Person, "V. Putin", "Vladimir Putin"),
            (Person, "Vladimir Vladimirovich Putin", "Vladimir Putin"),
            (Person, "Mr. Rami Makhlouf", "Rami Makhlouf"),
            (Person, "Frost, William W.", "William W Frost"),
            (Person, "Abdul Rahman al-Sudais", "Abdurrahman As-Sudais"),
        ],
        true,
    );
}

#[test]
fn a_part_of_a_name_scores_less_than_the_whole() {
    let lexicon = Lexicon::new();
    let name = |text| lexicon.prepare(text, Person);
    let listed = name("MADURO MOROS, Nicolas");
    let part = lexicon.score(&name("Maduro"), &listed);
    let more = lexicon.score(&name("Nicolas Maduro"), &listed);
    let whole = lexicon.score(&name("Nicolás Maduro Moros"), &listed);
    assert!(part < more && more < whole, "{part} {more} {whole}");
    assert!((whole - 1.0).abs() < f64::EPSILON, "accents and commas make no other name");
}

#[test]
fn the_top_band_is_ranked() {
    let lexicon = Lexicon::new();
    let name = |text| lexicon.prepare(text, Person);
    let asked = name("Alexander Lukashenko");
    let near = [
        "Alexander Lukashenko",
        "Alexander Lukashenka",
        "Alexander Lukoshenki",
        "Alexander Lukashevich",
        "Alexei Lukashevich",
    ];
    let scores: Vec<f64> = near.iter().map(|other| lexicon.score(&asked, &name(other))).collect();
    assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "{scores:?}");
}

#[test]
fn fleet_marks_and_ship_prefixes_matter_little() {
    check(
        &[
            (Ship, "NS CHAMPION", "CHAMPION"),
            (Ship, "SCF BALTICA", "Baltica"),
            (Ship, "M/T Hellenic Spirit", "HELLENIC SPIRIT"),
            (Ship, "MV Ocean Dawn", "Ocean Dawn"),
        ],
        true,
    );
    check(
        &[
            (Ship, "Lady Leila", "Lady Rania"),
            (Ship, "NS CHAMPION", "NS CREATION"),
            (Ship, "LIBERTY", "LIBERTY GLORY"),
            (Ship, "Snow", "Snoe"),
        ],
        false,
    );
}

#[test]
fn letters_that_look_alike_and_hidden_ones_are_seen_through() {
    let lexicon = Lexicon::new();
    let plain = lexicon.prepare("Gazprom Neft", Company);
    let mixed = lexicon.prepare("G\u{0430}zpr\u{043E}m Neft", Company);
    assert!(mixed.flags().mixed_scripts && !plain.flags().mixed_scripts);
    assert!(lexicon.score(&plain, &mixed) > 0.9);
    let hidden = lexicon.prepare("Gaz\u{200B}prom\u{202E} Neft", Company);
    assert!(hidden.flags().invisible);
    let comparison = lexicon.compare(&plain, &hidden);
    assert!(comparison.score > 0.99);
    assert!(comparison.words().iter().any(|sentence| sentence.contains("invisible")));
}

#[test]
fn reasons_are_given_word_by_word() {
    let lexicon = Lexicon::new();
    let comparison =
        lexicon.compare(&lexicon.prepare("J. Smith", Person), &lexicon.prepare("John Smith", Person));
    assert_eq!(comparison.words()[0], "Smith and Smith are the same.");
    let data = serde_json::to_value(&comparison).unwrap();
    assert_eq!(data["pairs"][1]["agreement"], "initial");
    // in the order in which they were asked
    let turned =
        lexicon.compare(&lexicon.prepare("John Smith", Person), &lexicon.prepare("J. Smith", Person));
    assert_eq!((turned.pairs[1].first.as_str(), turned.pairs[1].second.as_str()), ("John", "J"));
}
