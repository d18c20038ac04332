// Holds deploy/calendars/bank-holidays.json against date-holidays, which works the days out from rules of its own. A
// weekday that only one of the two has must stand in differences.csv, with the reason; a row there that explains
// nothing is found too. Prints a line `ok` or `not ok` for each division.
const fs = require("fs");
const path = require("path");
const Holidays = require("date-holidays");

const CALENDAR = path.join(__dirname, "../../deploy/calendars/bank-holidays.json");
const STATES = { "england-and-wales": "ENG", scotland: "SCT", "northern-ireland": "NIR" };
const FIRST = 2018;
const LAST = 2028;

// Weekdays off, as date-holidays has them.
function theirs(state) {
	const rules = new Holidays("GB", state);
	const days = new Set();
	for (let year = FIRST; year <= LAST; year++) {
		for (const each of rules.getHolidays(year)) {
			const day = each.date.slice(0, 10);
			const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
			if (["public", "bank"].includes(each.type) && weekday !== 0 && weekday !== 6) days.add(day);
		}
	}
	return days;
}

// Rows `division,date,side,why`; only the last field is quoted.
function explained() {
	const rows = fs.readFileSync(path.join(__dirname, "differences.csv"), "utf8").trim().split("\n").slice(1);
	return new Map(rows.map((row) => {
		const [division, date, side, ...why] = row.split(",");
		if (why.join("").length < 10) throw new Error(`a difference without a reason: ${row}`);
		return [`${division},${date},${side}`, why.join(",")];
	}));
}

// What differs and is not explained, and what is explained and does not differ.
function compare(division, events, known) {
	const ours = new Set(events.map((event) => event.date).filter((date) => date >= `${FIRST}` && date < `${LAST + 1}`));
	const others = theirs(STATES[division]);
	const found = new Set();
	for (const date of ours) if (!others.has(date)) found.add(`${division},${date},ours`);
	for (const date of others) if (!ours.has(date)) found.add(`${division},${date},theirs`);
	const wrong = [...found].filter((row) => !known.has(row));
	for (const row of known.keys()) if (row.startsWith(`${division},`) && !found.has(row)) wrong.push(`${row} (no difference)`);
	return wrong;
}

const calendar = JSON.parse(fs.readFileSync(CALENDAR, "utf8"));
const known = explained();
for (const division of Object.keys(STATES)) {
	const events = calendar[division]?.events ?? [];
	const wrong = compare(division, events, known);
	for (const row of wrong) console.log(`# ${row}`);
	console.log(`${wrong.length === 0 ? "ok" : "not ok"} calendars: ${events.length} days of ${division}`);
	for (const [row, why] of known) if (row.startsWith(`${division},`)) console.log(`#   differs: ${row}: ${why}`);
	// The check itself: a day taken away, moved, or a reason that explains nothing, is found.
	const moved = [{ date: "2024-12-24" }, ...events.slice(1)];
	const idle = new Map([...known, [`${division},2024-07-03,ours`, "nothing of the kind"]]);
	const blind = compare(division, moved, known).length !== 2 || compare(division, events, idle).length !== 1;
	console.log(`${blind ? "not ok" : "ok"} calendars: a planted difference in ${division} is found`);
}
