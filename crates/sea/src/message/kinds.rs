//! The fields of every message type (ITU-R M.1371-5, annex 8, section 3), raw as they are sent. A field's unit stands in its line;
//! what is called "not available" there is absent from the physical values.

use super::field::{Letters, record};
use super::physical as p;

record! {
    /// Types 1, 2 and 3: position of a class A ship.
    PositionReport {
        /// Navigational status; 15: not defined.
        status: u8 [4] => status_name: &'static str = p::status,
        /// Rate of turn, 4.733 times the root of degrees a minute; -128: not available.
        turn: i8 [8] => turn_degrees_per_minute: f64 = p::turn,
        /// Speed over ground, 0.1 kn; 1023: not available.
        speed: u16 [10] => speed_knots: f64 = p::speed,
        /// Better than 10 m.
        accuracy: bool [1],
        /// Longitude, 1/10,000 minute, east positive; 181 degrees: not available.
        lon: i32 [28] => longitude: f64 = p::longitude,
        /// Latitude, 1/10,000 minute, north positive; 91 degrees: not available.
        lat: i32 [27] => latitude: f64 = p::latitude,
        /// Course over ground, 0.1 degree; 3600: not available.
        course: u16 [12] => course_degrees: f64 = p::course,
        /// True heading, degrees; 511: not available.
        heading: u16 [9] => heading_degrees: f64 = p::heading,
        /// UTC second of the fix; 60 and more: why there is none.
        second: u8 [6] => utc_second: u8 = p::second,
        /// Special manoeuvre: 0 not available, 1 not engaged, 2 engaged.
        maneuver: u8 [2],
        /// Not used.
        spare: u8 [3],
        /// Receiver autonomous integrity monitoring in use.
        raim: bool [1],
        /// Communication state.
        radio: u32 [19],
    }
}

record! {
    /// Types 4 and 11: clock and position of a base station, or of a ship that was asked for its clock.
    BaseStationReport {
        /// Year; 0: not available.
        year: u16 [14],
        /// Month, 1 to 12; 0: not available.
        month: u8 [4],
        /// Day, 1 to 31; 0: not available.
        day: u8 [5],
        /// Hour, 0 to 23; 24: not available.
        hour: u8 [5],
        /// Minute, 0 to 59; 60: not available.
        minute: u8 [6],
        /// Second, 0 to 59; 60: not available.
        second: u8 [6],
        /// Better than 10 m.
        accuracy: bool [1],
        /// Longitude, 1/10,000 minute.
        lon: i32 [28] => longitude: f64 = p::longitude,
        /// Latitude, 1/10,000 minute.
        lat: i32 [27] => latitude: f64 = p::latitude,
        /// Device that fixes the position.
        epfd: u8 [4],
        /// Whether message 27 may be sent.
        long_range_control: bool [1],
        /// Not used.
        spare: u16 [9],
        /// Integrity monitoring in use.
        raim: bool [1],
        /// Communication state.
        radio: u32 [19],
    }
}

record! {
    /// Type 5: what a class A ship is and where it is bound.
    StaticVoyageData {
        /// Edition of the recommendation that the station keeps.
        ais_version: u8 [2],
        /// IMO number as entered; 0: not available.
        imo: u32 [30] => imo_number: u32 = p::imo,
        /// Call sign.
        callsign: Letters<7> [42] => call_sign: String = p::words,
        /// Name.
        name: Letters<20> [120] => ship_name: String = p::words,
        /// Type of ship and cargo.
        ship_type: u8 [8] => ship_type_name: &'static str = p::ship_type,
        /// Metres from the antenna to the bow.
        to_bow: u16 [9],
        /// Metres from the antenna to the stern.
        to_stern: u16 [9],
        /// Metres from the antenna to port.
        to_port: u8 [6],
        /// Metres from the antenna to starboard.
        to_starboard: u8 [6],
        /// Device that fixes the position.
        epfd: u8 [4],
        /// Month of arrival; 0: not available.
        eta_month: u8 [4],
        /// Day of arrival; 0: not available.
        eta_day: u8 [5],
        /// Hour of arrival; 24: not available.
        eta_hour: u8 [5],
        /// Minute of arrival; 60: not available.
        eta_minute: u8 [6],
        /// Present static draught, 0.1 m; 0: not available.
        draught: u8 [8] => draught_metres: f64 = p::draught,
        /// Destination.
        destination: Letters<20> [120] => destination_name: String = p::words,
        /// Data terminal not ready.
        dte: bool [1],
        /// Not used.
        spare: bool [1],
    }
}

record! {
    /// The head of type 6 and of type 12: a message to one station.
    Address {
        /// Sequence number, 0 to 3.
        sequence: u8 [2],
        /// MMSI of the receiver.
        destination: u32 [30],
        /// Sent again.
        retransmit: bool [1],
        /// Not used.
        spare: bool [1],
    }
}

record! {
    /// What binary data are about: who defined them, and which of his messages it is.
    Identifier {
        /// Designated area code: 1 international, else maritime identification digits.
        dac: u16 [10],
        /// Function identifier within it.
        fi: u8 [6],
    }
}

record! {
    /// One receipt of types 7 and 13.
    Receipt {
        /// MMSI of the station whose message is acknowledged.
        mmsi: u32 [30],
        /// Its sequence number.
        sequence: u8 [2],
    }
}

record! {
    /// Type 9: position of an aircraft that searches and rescues.
    AircraftReport {
        /// Altitude, metres; 4095: not available, 4094: that or more.
        altitude: u16 [12] => altitude_metres: f64 = p::altitude,
        /// Speed over ground, knots; 1023: not available.
        speed: u16 [10] => speed_knots: f64 = p::aircraft_speed,
        /// Better than 10 m.
        accuracy: bool [1],
        /// Longitude, 1/10,000 minute.
        lon: i32 [28] => longitude: f64 = p::longitude,
        /// Latitude, 1/10,000 minute.
        lat: i32 [27] => latitude: f64 = p::latitude,
        /// Course over ground, 0.1 degree; 3600: not available.
        course: u16 [12] => course_degrees: f64 = p::course,
        /// UTC second of the fix.
        second: u8 [6] => utc_second: u8 = p::second,
        /// Altitude from a barometer, not from satellites.
        barometric: bool [1],
        /// Not used.
        spare: u8 [7],
        /// Data terminal not ready.
        dte: bool [1],
        /// Not used.
        spare_2: u8 [3],
        /// In assigned mode.
        assigned: bool [1],
        /// Integrity monitoring in use.
        raim: bool [1],
        /// Communication state with the flag that says of which kind.
        radio: u32 [20],
    }
}

record! {
    /// Type 10: asks a station for its clock.
    ClockInquiry {
        /// Not used.
        spare: u8 [2],
        /// MMSI of the station that is asked.
        destination: u32 [30],
        /// Not used.
        spare_2: u8 [2],
    }
}

record! {
    /// The first part of type 15: one station asked for one message.
    Interrogation {
        /// Not used.
        spare: u8 [2],
        /// MMSI of the first station that is asked.
        mmsi: u32 [30],
        /// Type of the message that it should send.
        kind: u8 [6],
        /// Slot in which it should send it.
        offset: u16 [12],
    }
}

record! {
    /// The second part of type 15: another message of the first station.
    SecondRequest {
        /// Not used.
        spare: u8 [2],
        /// Type of the message.
        kind: u8 [6],
        /// Slot in which it should be sent.
        offset: u16 [12],
    }
}

record! {
    /// One assignment of type 16.
    Assignment {
        /// MMSI of the station that is told when to send.
        mmsi: u32 [30],
        /// Slots from now.
        offset: u16 [12],
        /// Slots between transmissions.
        increment: u16 [10],
    }
}

record! {
    /// The head of type 17: where corrections to satellite positions come from.
    Corrections {
        /// Not used.
        spare: u8 [2],
        /// Longitude of the source, 1/10 minute.
        lon: i32 [18] => longitude: f64 = p::coarse_longitude,
        /// Latitude of the source, 1/10 minute.
        lat: i32 [17] => latitude: f64 = p::coarse_latitude,
        /// Not used.
        spare_2: u8 [5],
    }
}

record! {
    /// Type 18: position of a class B ship.
    ClassBReport {
        /// Not used.
        reserved: u8 [8],
        /// Speed over ground, 0.1 kn; 1023: not available.
        speed: u16 [10] => speed_knots: f64 = p::speed,
        /// Better than 10 m.
        accuracy: bool [1],
        /// Longitude, 1/10,000 minute.
        lon: i32 [28] => longitude: f64 = p::longitude,
        /// Latitude, 1/10,000 minute.
        lat: i32 [27] => latitude: f64 = p::latitude,
        /// Course over ground, 0.1 degree; 3600: not available.
        course: u16 [12] => course_degrees: f64 = p::course,
        /// True heading, degrees; 511: not available.
        heading: u16 [9] => heading_degrees: f64 = p::heading,
        /// UTC second of the fix.
        second: u8 [6] => utc_second: u8 = p::second,
        /// Not used.
        regional: u8 [2],
        /// Sends by listening for carriers, not by reserving slots.
        carrier_sense: bool [1],
        /// Has a display.
        display: bool [1],
        /// Has digital selective calling.
        dsc: bool [1],
        /// Can use the whole marine band.
        band: bool [1],
        /// Obeys message 22.
        message_22: bool [1],
        /// In assigned mode.
        assigned: bool [1],
        /// Integrity monitoring in use.
        raim: bool [1],
        /// Communication state with the flag that says of which kind.
        radio: u32 [20],
    }
}

record! {
    /// Type 19: position and static data of a class B ship.
    ExtendedClassBReport {
        /// Not used.
        reserved: u8 [8],
        /// Speed over ground, 0.1 kn; 1023: not available.
        speed: u16 [10] => speed_knots: f64 = p::speed,
        /// Better than 10 m.
        accuracy: bool [1],
        /// Longitude, 1/10,000 minute.
        lon: i32 [28] => longitude: f64 = p::longitude,
        /// Latitude, 1/10,000 minute.
        lat: i32 [27] => latitude: f64 = p::latitude,
        /// Course over ground, 0.1 degree; 3600: not available.
        course: u16 [12] => course_degrees: f64 = p::course,
        /// True heading, degrees; 511: not available.
        heading: u16 [9] => heading_degrees: f64 = p::heading,
        /// UTC second of the fix.
        second: u8 [6] => utc_second: u8 = p::second,
        /// Not used.
        regional: u8 [4],
        /// Name.
        name: Letters<20> [120] => ship_name: String = p::words,
        /// Type of ship and cargo.
        ship_type: u8 [8] => ship_type_name: &'static str = p::ship_type,
        /// Metres from the antenna to the bow.
        to_bow: u16 [9],
        /// Metres from the antenna to the stern.
        to_stern: u16 [9],
        /// Metres from the antenna to port.
        to_port: u8 [6],
        /// Metres from the antenna to starboard.
        to_starboard: u8 [6],
        /// Device that fixes the position.
        epfd: u8 [4],
        /// Integrity monitoring in use.
        raim: bool [1],
        /// Data terminal not ready.
        dte: bool [1],
        /// In assigned mode.
        assigned: bool [1],
        /// Not used.
        spare: u8 [4],
    }
}

record! {
    /// One reservation of type 20.
    Reservation {
        /// Slots from now.
        offset: u16 [12],
        /// How many slots.
        number: u8 [4],
        /// Minutes for which they are reserved.
        timeout: u8 [3],
        /// Slots until the next block.
        increment: u16 [11],
    }
}

record! {
    /// Type 21 without its extension: an aid to navigation.
    AidReport {
        /// Type of the aid.
        aid_type: u8 [5],
        /// The first twenty letters of its name.
        name: Letters<20> [120],
        /// Better than 10 m.
        accuracy: bool [1],
        /// Longitude, 1/10,000 minute.
        lon: i32 [28] => longitude: f64 = p::longitude,
        /// Latitude, 1/10,000 minute.
        lat: i32 [27] => latitude: f64 = p::latitude,
        /// Metres from the position to the north.
        to_bow: u16 [9],
        /// Metres to the south.
        to_stern: u16 [9],
        /// Metres to the west.
        to_port: u8 [6],
        /// Metres to the east.
        to_starboard: u8 [6],
        /// Device that fixes the position.
        epfd: u8 [4],
        /// UTC second of the fix.
        second: u8 [6] => utc_second: u8 = p::second,
        /// Off its position.
        off_position: bool [1],
        /// Status bits of the aid.
        regional: u8 [8],
        /// Integrity monitoring in use.
        raim: bool [1],
        /// Does not exist but on the radio.
        virtual_aid: bool [1],
        /// In assigned mode.
        assigned: bool [1],
        /// Not used.
        spare: bool [1],
    }
}

record! {
    /// The head of type 22: which channels to use.
    Channels {
        /// Not used.
        spare: u8 [2],
        /// Channel A.
        channel_a: u16 [12],
        /// Channel B.
        channel_b: u16 [12],
        /// On which to send and listen.
        txrx: u8 [4],
        /// Low power.
        low_power: bool [1],
    }
}

record! {
    /// A rectangle of types 22 and 23, 1/10 minute.
    Area {
        /// Longitude of its north-east corner.
        ne_lon: i32 [18] => east: f64 = p::coarse_longitude,
        /// Latitude of its north-east corner.
        ne_lat: i32 [17] => north: f64 = p::coarse_latitude,
        /// Longitude of its south-west corner.
        sw_lon: i32 [18] => west: f64 = p::coarse_longitude,
        /// Latitude of its south-west corner.
        sw_lat: i32 [17] => south: f64 = p::coarse_latitude,
    }
}

record! {
    /// The two stations that a message of type 22 is for.
    TwoStations {
        /// MMSI of the first.
        mmsi_1: u32 [30],
        /// Not used.
        spare_1: u8 [5],
        /// MMSI of the second.
        mmsi_2: u32 [30],
        /// Not used.
        spare_2: u8 [5],
    }
}

record! {
    /// The end of type 22.
    ChannelsEnd {
        /// For two stations and not for an area.
        addressed: bool [1],
        /// Channel A is narrow.
        band_a: bool [1],
        /// Channel B is narrow.
        band_b: bool [1],
        /// Width of the zone around the area, nautical miles less one.
        zone_size: u8 [3],
        /// Not used.
        spare: u32 [23],
    }
}

record! {
    /// Type 23 behind its area: how a group of ships should report.
    GroupAssignment {
        /// Type of station that is meant.
        station_type: u8 [4],
        /// Type of ship that is meant.
        ship_type: u8 [8] => ship_type_name: &'static str = p::ship_type,
        /// Not used.
        spare: u32 [22],
        /// On which channel to send and listen.
        txrx: u8 [2],
        /// Interval between reports, a code.
        interval: u8 [4],
        /// Minutes of silence.
        quiet: u8 [4],
        /// Not used.
        spare_2: u8 [6],
    }
}

record! {
    /// Type 24, part A: the name of a class B ship.
    StaticPartA {
        /// Name.
        name: Letters<20> [120] => ship_name: String = p::words,
    }
}

record! {
    /// Type 24, part B: the rest of its static data.
    StaticPartB {
        /// Type of ship and cargo.
        ship_type: u8 [8] => ship_type_name: &'static str = p::ship_type,
        /// Who made the station.
        vendor: Letters<3> [18] => vendor_name: String = p::words,
        /// Which of his models it is.
        model: u8 [4],
        /// Its serial number.
        serial: u32 [20],
        /// Call sign.
        callsign: Letters<7> [42] => call_sign: String = p::words,
        /// Metres to the bow; with the next three the MMSI of the mother ship, where the MMSI is that of a craft (98...).
        to_bow: u16 [9],
        /// Metres to the stern.
        to_stern: u16 [9],
        /// Metres to port.
        to_port: u8 [6],
        /// Metres to starboard.
        to_starboard: u8 [6],
        /// Device that fixes the position.
        epfd: u8 [4],
        /// Not used.
        spare: u8 [2],
    }
}

record! {
    /// The head of types 25 and 26.
    BinaryFlags {
        /// For one station.
        addressed: bool [1],
        /// Begins with an application identifier.
        structured: bool [1],
    }
}

record! {
    /// Type 27: a class A position for satellites.
    LongRangeReport {
        /// Better than 10 m.
        accuracy: bool [1],
        /// Integrity monitoring in use.
        raim: bool [1],
        /// Navigational status; 15: not defined.
        status: u8 [4] => status_name: &'static str = p::status,
        /// Longitude, 1/10 minute.
        lon: i32 [18] => longitude: f64 = p::coarse_longitude,
        /// Latitude, 1/10 minute.
        lat: i32 [17] => latitude: f64 = p::coarse_latitude,
        /// Speed over ground, knots; 63: not available.
        speed: u8 [6] => speed_knots: f64 = p::coarse_speed,
        /// Course over ground, degrees; 511: not available.
        course: u16 [9] => course_degrees: f64 = p::heading,
        /// The position is older than 5 seconds.
        gnss: bool [1],
        /// Not used.
        spare: bool [1],
    }
}
