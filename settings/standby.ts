import type { Capacity } from "./colors";
import type { Fields } from "./fields";
import { decimal, integer, oneOf } from "./kinds";

/** What becomes of the colour that served before, once a cutover has stood for a while. */
export interface StandbySettings {
  /** How long it stays as it is, for a rollback within seconds. */
  readonly holdSeconds: number;
  /** What is left of it afterwards, at least. */
  readonly afterHold: Capacity;
  /** The most connections that end within two minutes while it is released. */
  readonly maxDisconnects: number;
  /** What its tasks reserve is worth. @default nobody says */
  readonly price?: ReservationPrice;
}

/** What an hour of a reservation costs, in whatever currency the reader thinks in. */
export interface ReservationPrice {
  readonly vcpuHour: number;
  readonly gibHour: number;
}

/** A week: who needs longer wants `afterHold: full`. */
const longestHoldSeconds = 604_800;

/** Reads `standby`. */
export const parseStandby = (root: Fields): StandbySettings => {
  const fields = root.object("standby");
  const standby: StandbySettings = {
    holdSeconds: fields.withDefault("holdSeconds", integer(0, longestHoldSeconds), 7200),
    afterHold: fields.withDefault("afterHold", oneOf<Capacity>(["full", "min", "off"]), "min"),
    maxDisconnects: fields.withDefault("maxDisconnects", integer(1, 1_000_000), 1000),
    ...parsePrice(fields),
  };
  fields.refuseUnknownKeys();
  return standby;
};

/** More than anybody pays, in any currency. */
const priceKind = decimal(0, 1_000_000);

/** Spot prices change by the hour and instances are shared, so only who runs the stack can say what a reservation costs. */
const parsePrice = (standby: Fields): Pick<StandbySettings, "price"> => {
  const fields = standby.object("price");
  if (fields.keys.length === 0) return {};
  const price = { vcpuHour: fields.required("vcpuHour", priceKind), gibHour: fields.required("gibHour", priceKind) };
  fields.refuseUnknownKeys();
  return { price };
};
