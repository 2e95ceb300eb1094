/** Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions */
const cookieName = "AWSALBTG";

/** The `Set-Cookie` value that holds a client to a group for so many seconds. AWS encrypts it, the rehearsal only encodes it. */
export const stickyCookie = (targetGroupArn: string, now: number, durationSeconds: number): string => {
  const expires = now + durationSeconds * 1000;
  const value = Buffer.from(`${expires} ${targetGroupArn}`).toString("base64url");
  return `${cookieName}=${value}; Expires=${new Date(expires).toUTCString()}; Path=/`;
};

/** The group that the request's Cookie header names; undefined where there is none or its time is over. */
export const groupOfCookie = (header: string | readonly string[] | undefined, now: number): string | undefined => {
  const cookies = [header ?? []].flat().flatMap((line) => line.split("; "));
  const value = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  if (value === undefined) return undefined;
  const [expires, targetGroupArn] = Buffer.from(value, "base64url").toString().split(" ");
  return Number(expires) > now ? targetGroupArn : undefined;
};
