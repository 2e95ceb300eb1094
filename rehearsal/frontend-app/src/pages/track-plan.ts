import { element } from "../element";
import { release } from "../release";

const points: readonly (readonly [name: string, state: string])[] = [
  ["Points 1", "straight"],
  ["Points 2", "diverging"],
  ["Points 3", "straight"],
];

/** The positions of the points, in a chunk of its own. */
export const trackPlan = (place: HTMLElement): void => {
  const items = points.map(([name, state]) =>
    element("li", state, element("strong", "", name), element("span", "", state)),
  );
  place.append(
    element("h1", "", "Track plan"),
    element("ul", "points", ...items),
    element("p", "note", `This plan came with release ${release}.`),
  );
};
