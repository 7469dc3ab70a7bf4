/** The secrets of a suite, and where they turned up. Each is known by a name that a failed test can show. */
export class Secrets {
  private readonly known = new Map<string, string>();

  /** Takes note of one; answers it. */
  add(name: string, secret: string): string {
    if (secret.length < 8) throw new Error(`${name} is too short to look for`);
    this.known.set(name, secret);
    return secret;
  }

  /** Names of those that stand in a text, as they are or in one of the spellings that programs give them. */
  foundIn(text: string): string[] {
    return [...this.known]
      .filter(([, secret]) => spellings(secret).some((one) => text.includes(one)))
      .map(([name]) => name);
  }
}

function spellings(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ];
}
