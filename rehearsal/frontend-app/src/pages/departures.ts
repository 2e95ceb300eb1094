import { element } from "../element";
import { release } from "../release";

const trains: readonly (readonly [time: string, to: string, platform: string])[] = [
  ["06:12", "Harbour", "2"],
  ["06:31", "Old Town", "4"],
  ["06:48", "Airport", "1"],
  ["07:05", "Lakeside", "3"],
  ["07:20", "Harbour", "2"],
];

/** A board of departures, in a chunk of its own. */
export const departures = (place: HTMLElement): void => {
  const rows = trains.map((train) => element("tr", "", ...train.map((cell) => element("td", "", cell))));
  const head = ["Time", "To", "Platform"].map((title) => element("th", "", title));
  place.append(
    element("h1", "", "Departures"),
    element("table", "", element("thead", "", element("tr", "", ...head)), element("tbody", "", ...rows)),
    element("p", "note", `This board came with release ${release}.`),
  );
};
