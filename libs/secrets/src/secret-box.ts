import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';

const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  id: string;
  bytes: Buffer;
}

/**
 * Encrypts what has to be readable again (signing secrets, hook tokens) before it is stored: AES-256-GCM (NIST SP
 * 800-38D) under a key derived from APP_SECRET by HKDF (RFC 5869). A sealed text is `<key id>.<base64url>`; the key id
 * says which secret opens it, APP_SECRET or one of APP_SECRET_PREVIOUS.
 */
@Injectable()
export class SecretBox {
  private readonly current: Key;
  private readonly keys: Map<string, Key>;

  constructor({ appSecret, previousAppSecrets }: Config) {
    this.current = keyOf(appSecret);
    this.keys = new Map([...previousAppSecrets.map(keyOf), this.current].map((key) => [key.id, key]));
  }

  /** What every text begins with that is sealed under the present APP_SECRET. */
  get currentPrefix(): string {
    return `${this.current.id}.`;
  }

  seal(plain: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.current.bytes, iv);
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return this.currentPrefix + sealed.toString('base64url');
  }

  /** Throws when the text was sealed under a secret that is not known here, or was tampered with. */
  open(text: string): string {
    const [keyId, body] = text.split('.');
    const key = this.keys.get(keyId ?? '');
    if (key === undefined || body === undefined)
      throw new Error('A stored secret was sealed under another APP_SECRET.');
    const sealed = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'event-trigger-platform/secrets', 32));
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}
