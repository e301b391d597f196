/**
 * A predicate for names such as family/name. `*` stands for anything but a slash, `**` for anything; all other characters
 * stand for themselves.
 */
export function glob(pattern: string): (name: string) => boolean {
  const parts = pattern.split(/(\*+)/).map((part) => {
    if (part === "*") return "[^/]*";
    return part.startsWith("**") ? ".*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  const expression = new RegExp(`^${parts.join("")}$`, "s");
  return (name) => expression.test(name);
}
