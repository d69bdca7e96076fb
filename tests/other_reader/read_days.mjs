// Reads a calendar file from standard input and says what it holds: a reader that shares nothing
// with the one that Python has.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    title: event.summary,
    says: event.description,
    starts: event.startDate.toString(),
    starts_utc: event.startDate.isDate ? "" : event.startDate.toJSDate().toISOString(),
    whole_day: event.startDate.isDate,
    minutes: event.duration.toSeconds() / 60,
  };
});
process.stdout.write(JSON.stringify(events));
