import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what has to be readable again (signing secrets, hook tokens) before it is stored: AES-256-GCM (NIST SP
 * 800-38D) under a key derived from APP_SECRET by HKDF (RFC 5869). A sealed text is `<key id>.<base64url>`; the key id
 * is what a later rotation goes by.
 */
@Injectable()
export class SecretBox {
  private readonly key: Buffer;
  private readonly keyId: string;

  constructor(config: Config) {
    this.key = Buffer.from(hkdfSync('sha256', config.appSecret, '', 'event-trigger-platform/secrets', 32));
    this.keyId = createHash('sha256').update(this.key).digest('hex').slice(0, 8);
  }

  seal(plain: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.keyId}.${sealed.toString('base64url')}`;
  }

  /** Throws when the text was sealed under another APP_SECRET or was tampered with. */
  open(text: string): string {
    const [keyId, body] = text.split('.');
    if (keyId !== this.keyId || body === undefined)
      throw new Error('A stored secret was sealed under another APP_SECRET.');
    const sealed = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
