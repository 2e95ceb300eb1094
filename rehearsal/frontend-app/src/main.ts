import "./style.css";
import { element } from "./element";
import { overview } from "./pages/overview";
import { release } from "./release";

/** Draws a page into an empty element. */
export type Page = (place: HTMLElement) => void | Promise<void>;

/** Pages of their own chunk are fetched when somebody first opens them, which may be long after a newer release is live. */
const pages: Readonly<Record<string, () => Promise<Page>>> = {
  "": async () => overview,
  departures: async () => (await import("./pages/departures")).departures,
  "track-plan": async () => (await import("./pages/track-plan")).trackPlan,
};

const place = document.querySelector("#page");
const footer = document.querySelector("#release");

const show = async (path: string): Promise<void> => {
  if (!(place instanceof HTMLElement)) return;
  const [name = ""] = path.split("/").filter((part) => part !== "");
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", link.getAttribute("href") === `/${name}`);
  }
  const load = pages[name];
  const page = load === undefined ? notFound : await load();
  place.replaceChildren();
  place.dataset["page"] = name === "" ? "overview" : name;
  await page(place);
};

const notFound: Page = (target) => {
  target.append(element("h1", "", "Nothing on this track"), element("p", "", "This address leads to no page."));
};

const go = (path: string): void => {
  show(path).catch((error: unknown) => {
    place?.replaceChildren(element("p", "failure", `This page could not be loaded: ${String(error)}`));
    console.error(error);
  });
};

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.origin !== location.origin || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  go(location.pathname);
});
addEventListener("popstate", () => go(location.pathname));

footer?.append("Release ", element("code", "", release));
go(location.pathname);
