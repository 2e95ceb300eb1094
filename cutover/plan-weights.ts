/** The two permanent colours of every service. */
export const colors = ["blue", "green"] as const;

/** One of the two permanent colours. */
export type Color = (typeof colors)[number];

/** Percent of the requests for each colour; integers that sum to 100. */
export type Weights = Readonly<Record<Color, number>>;

/** The other of the two colours. */
export const otherColor = (color: Color): Color => (color === "blue" ? "green" : "blue");

/**
 * The weights of every weighted rule, explicit for both colours: the load balancer's default for a missing weight is 1.
 * @param activeColor - the colour that serves
 * @param shift - percent of the requests on the standby, an integer from 0 to 99
 */
export const planWeights = (activeColor: Color, shift: number): Weights =>
  activeColor === "blue" ? { blue: 100 - shift, green: shift } : { blue: shift, green: 100 - shift };
