/** How visitors behave. All figures are assumptions; durations in milliseconds. */
export interface VisitModel {
  /** Opened in all, second tabs included. */
  readonly pages: number;
  /** Edge locations, each as likely as the others. */
  readonly locations: number;
  /** Pages are opened evenly from so long before to so long after a cutover, and evenly around each cutover. */
  readonly opened: { readonly before: number; readonly after: number };
  /** Files that a page loads at once, within this time. */
  readonly eager: { readonly files: number; readonly within: number };
  /** Files that a page loads when somebody first needs them; the time until then is exponential. */
  readonly lazy: { readonly files: number; readonly mean: number };
  /** Share of files that another location than the page's is asked for. */
  readonly hops: number;
  /** Share of visitors who open a second tab, which is a page of its own; the time until then is exponential. */
  readonly secondTabs: { readonly share: number; readonly mean: number };
}

/** One request to come. */
export interface Visit {
  /** Milliseconds of the model's clock. */
  readonly at: number;
  /** Number of the page that asks. */
  readonly page: number;
  readonly location: number;
  /** The page itself, or a file that its answers will name. */
  readonly wants: "page" | { readonly kind: "eager" | "lazy"; readonly index: number };
}

/** Draws all requests of all pages, in the order of their times. */
export const planVisits = (model: VisitModel, cutovers: readonly number[], random: () => number): readonly Visit[] => {
  const visits: Visit[] = [];
  const firstTabs = Math.round(model.pages / (1 + model.secondTabs.share));
  for (let page = 0; page < model.pages; page += 1) {
    const isSecond = page >= firstTabs;
    const cutover = cutovers[page % cutovers.length] ?? 0;
    const { before, after } = model.opened;
    const opened = cutover - before + random() * (before + after);
    visits.push(
      ...visitsOf(model, { page, at: isSecond ? opened + exponential(model.secondTabs.mean, random) : opened }, random),
    );
  }
  return visits.sort((one, other) => one.at - other.at);
};

const visitsOf = (
  { locations, eager, lazy, hops }: VisitModel,
  { page, at }: Pick<Visit, "page" | "at">,
  random: () => number,
): readonly Visit[] => {
  const anyLocation = (): number => Math.floor(random() * locations);
  const home = anyLocation();
  const asked = (): number => (random() < hops ? anyLocation() : home);
  const files = (kind: "eager" | "lazy", count: number, delay: () => number): readonly Visit[] =>
    Array.from({ length: count }, (_, index) => ({
      page,
      at: at + delay(),
      location: asked(),
      wants: { kind, index },
    }));
  return [
    { page, at, location: home, wants: "page" },
    ...files("eager", eager.files, () => random() * eager.within),
    // What is needed later is needed after the page has loaded.
    ...files("lazy", lazy.files, () => eager.within + exponential(lazy.mean, random)),
  ];
};

const exponential = (mean: number, random: () => number): number => -mean * Math.log(1 - random());
