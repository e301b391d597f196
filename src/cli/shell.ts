/** One word for a POSIX shell: as it is where that is safe, in single quotes otherwise. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
