//! XML of the OFAC, the UN, the EU and the UK: inner parts of each, whole and cut off.

use crate::list_check::read;

/// Something to begin with: the first byte chooses what stands around.
pub const SEEDS: &[&[u8]] = &[
    b"\x00<ReferenceValueSets><AliasTypeValues><AliasType ID=\"1403\">Name</AliasType></AliasTypeValues><PartySubTypeValues><PartySubType ID=\"1\">Vessel</PartySubType></PartySubTypeValues></ReferenceValueSets><Locations><Location ID=\"1\"><LocationPart><LocationPartValue><Value>X</Value></LocationPartValue></LocationPart></Location></Locations><IDRegDocuments><IDRegDocument ID=\"1\" IDRegDocTypeID=\"1\" IdentityID=\"1\"><IDRegistrationNo>IMO 9187629</IDRegistrationNo></IDRegDocument></IDRegDocuments><DistinctParties><DistinctParty FixedRef=\"1\"><Profile ID=\"1\" PartySubTypeID=\"1\"><Identity ID=\"1\"><Alias AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID=\"1\">A &amp; B</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity><Feature FeatureTypeID=\"8\"><FeatureVersion><DatePeriod><Start><From><Year>1999</Year><Month>2</Month><Day>29</Day></From></Start></DatePeriod></FeatureVersion></Feature></Profile></DistinctParty></DistinctParties><ProfileRelationships><ProfileRelationship From-ProfileID=\"1\" To-ProfileID=\"1\" RelationTypeID=\"92019\"/></ProfileRelationships><SanctionsEntries><SanctionsEntry ProfileID=\"1\"><EntryEvent><Date><Year>2020</Year></Date></EntryEvent></SanctionsEntry></SanctionsEntries>",
    b"\x01<INDIVIDUALS><INDIVIDUAL><FIRST_NAME>A</FIRST_NAME><REFERENCE_NUMBER>X</REFERENCE_NUMBER><LISTED_ON>2015-03-27-04:00</LISTED_ON><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>B</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1950</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS>",
    b"\x02<sanctionEntity euReferenceNumber=\"EU.1\"><regulation entryIntoForceDate=\"2003-07-07\"/><subjectType code=\"person\"/><nameAlias wholeName=\"A\" strong=\"false\"/><birthdate circa=\"true\" year=\"1960\" monthOfYear=\"13\"/></sanctionEntity>",
    b"\x03<DateGenerated>1</DateGenerated><Designation><UniqueID>A</UniqueID><Names><Name><Name6>IMO 9274082 (\"TM\")</Name6><NameType>Primary name</NameType></Name></Names><SanctionsImposed>Asset freeze|X</SanctionsImposed><IndividualDetails><Individual><DOBs><DOB>dd/mm/1945</DOB></DOBs></Individual></IndividualDetails></Designation>",
    b"\x01<!DOCTYPE a [<!ENTITY b \"c\">]><INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL>",
];

const AROUND: [(&str, &str); 4] = [
    ("<Sanctions xmlns=\"https://www.un.org/sanctions/1.0\">", "</Sanctions>"),
    ("<CONSOLIDATED_LIST>", "</CONSOLIDATED_LIST>"),
    ("<export>", "</export>"),
    ("<Designations>", "</Designations>"),
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Some((choice, inner)) = data.split_first() else { return };
    let (head, tail) = AROUND[usize::from(*choice) % AROUND.len()];
    let whole = [head.as_bytes(), inner, tail.as_bytes()].concat();
    read(&whole);
    read(&whole[..whole.len() - tail.len()]);
}
