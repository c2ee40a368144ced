// Takes every calendar file of a folder in order, as the library behind Thunderbird reads it; tells what the calendars hold at the end.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ICAL from "./vendor/ical.mjs";

const held = new Map();
const folder = process.argv[2];
for (const file of readdirSync(folder).sort()) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, file), "utf8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
  const known = held.get(event.uid);
  if (known && event.sequence <= known.sequence) throw new Error(`${file} is not newer than what is held`);
  const gone = calendar.getFirstPropertyValue("method") === "CANCEL";
  held.set(event.uid, { sequence: event.sequence, starts: gone ? null : event.startDate.toJSDate().toISOString() });
}
const shown = [...held].filter(([, entry]) => entry.starts).map(([uid, entry]) => [uid.split("@")[0], entry.starts]);
process.stdout.write(JSON.stringify(Object.fromEntries(shown)));
