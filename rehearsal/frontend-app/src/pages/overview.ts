import { element } from "../element";
import { release } from "../release";

/** What the API says of itself. */
interface ApiInfo {
  readonly color: string;
  readonly version: string;
}

/** The first page: which backend answers this tab, and which frontend it runs. */
export const overview = async (place: HTMLElement): Promise<void> => {
  const line = element("dl", "facts");
  place.append(element("h1", "", "Which track is this tab on?"), track("unknown"), line);
  line.append(...fact("Page", release), ...fact("API", "asking…"));
  const { color, version } = await askApi();
  place.querySelector(".track")?.replaceWith(track(color));
  line.replaceChildren(...fact("Page", release), ...fact("API", `${color} ${version}`));
};

const fact = (name: string, value: string): readonly HTMLElement[] => [
  element("dt", "", name),
  element("dd", `fact-${name.toLowerCase()}`, value),
];

const askApi = async (): Promise<ApiInfo> => {
  const response = await fetch("/api/info");
  if (!response.ok) throw new Error(`The API answered with ${response.status}.`);
  return (await response.json()) as ApiInfo;
};

/** The two tracks, the one that answers lit. */
const track = (color: string): HTMLElement => {
  const lane = (name: string): HTMLElement =>
    element("div", `lane ${name}${name === color ? " live" : ""}`, element("span", "", name));
  const drawn = element("div", "track", lane("blue"), lane("green"));
  drawn.dataset["color"] = color;
  return drawn;
};
