import type { RedirectActionConfig } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RoutedRequest } from "./route";

/** The `Location` of a redirect, its placeholders filled from the request. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions */
export const redirectLocation = (
  config: RedirectActionConfig | undefined,
  { host, path }: Pick<RoutedRequest, "host" | "path">,
  listenerPort: number,
): string => {
  const [pathname = "", query = ""] = path.split("?", 2);
  const parts: Readonly<Record<string, string>> = {
    protocol: "HTTP",
    host: host.replace(/:\d+$/, ""),
    port: String(listenerPort),
    path: pathname.replace(/^\//, ""),
    query,
  };
  const fill = (template = ""): string =>
    template.replace(/#\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
  const search = fill(config?.Query);
  const origin = `${fill(config?.Protocol).toLowerCase()}://${fill(config?.Host)}:${fill(config?.Port)}`;
  return `${origin}${fill(config?.Path)}${search === "" ? "" : `?${search}`}`;
};
