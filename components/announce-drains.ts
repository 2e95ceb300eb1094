import { DrainAnnouncer, type DrainAnnouncerArgs } from "./drain-announcer";

/** What is told, if there is a Slack to tell it in. */
export interface AnnounceDrainsArgs extends Omit<DrainAnnouncerArgs, "slack"> {
  /** @default nobody is told */
  readonly slack?: DrainAnnouncerArgs["slack"];
}

/** Has drains told in Slack; without one there is nothing to make. */
export const announceDrains = (name: string, { slack, ...args }: AnnounceDrainsArgs): void => {
  if (slack !== undefined) new DrainAnnouncer(name, { ...args, slack });
};
