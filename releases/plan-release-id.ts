/** The release that is always there: a fixed page, served while no other one is chosen. */
export const fallbackRelease = "fallback";

/** `frontend_2026-11-21_15-18-abc1234`, with the commit where it is known; UTC, to the minute, so that names sort by age. */
export const planReleaseId = (now: Date, commit?: string): string => {
  const [date = "", time = ""] = now.toISOString().split("T");
  const minute = time.slice(0, 5).replace(":", "-");
  return `frontend_${date}_${minute}${commit === undefined ? "" : `-${commit.slice(0, 7)}`}`;
};

/** Whether a release may be deployed under this name. */
export const isDeployableId = (id: string): boolean => /^frontend_[\w.-]{1,48}$/.test(id);

/** Whether the edge function serves a release of this name. */
export const isReleaseId = (id: string): boolean => id === fallbackRelease || isDeployableId(id);
