import type { StackSettings } from "../settings";
import { isRouted } from "./plan-routing";
import { WorkerTable } from "./worker-table";

/** The table of the stack's queue workers; a stack without any has none. */
export const createWorkerTable = (
  name: string,
  { settings }: { readonly settings: Pick<StackSettings, "production" | "services"> },
): WorkerTable | undefined =>
  settings.services.every(isRouted) ? undefined : new WorkerTable(name, { deletionProtection: settings.production });
