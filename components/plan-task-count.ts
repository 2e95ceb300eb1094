/** The bounds within which autoscaling keeps the tasks of one colour. */
export interface TaskCountPlan {
  readonly min: number;
  readonly max: number;
}

/** How many tasks a colour keeps: `full` follows the load, `min` is ready but doesn't, `off` costs nothing. */
export const planTaskCount = (count: TaskCountPlan, capacity: "full" | "min" | "off"): TaskCountPlan => {
  switch (capacity) {
    case "full":
      return { min: count.min, max: count.max };
    case "min":
      return { min: count.min, max: count.min };
    case "off":
      return { min: 0, max: 0 };
  }
};
