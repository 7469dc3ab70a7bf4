import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

interface Wanted {
  name: string;
  /** Days from now at which it ends; negative ones are past. */
  days?: number;
  issuer?: Certificate;
  authority?: boolean;
}

/** Key and certificate of a server, or of who signs certificates, as PEM. */
export interface Certificate {
  name: string;
  key: string;
  cert: string;
}

const DAY_MS = 86_400_000;

// X.509 in DER (RFC 5280), as little of it as a TLS client asks for. Node's crypto reads certificates and makes none.
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, 'hex');
const ECDSA_WITH_SHA256 = sequence(hex('06082a8648ce3d040302'));
const nameOf = (text: string) =>
  sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(text)))));
const timeOf = (at: number) =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (oid: string, value: Buffer) => sequence(hex(`0603${oid}`), der(0x04, value));

/** A certificate for a DNS name or an IPv4 address, signed by its issuer, else by itself. */
export function newCertificate({ name, days = 30, issuer, authority = false }: Wanted): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const ends = Date.now() + days * DAY_MS;
  const content = sequence(
    der(0xa0, hex('020102')), // version 3
    der(0x02, Buffer.concat([hex('01'), createHash('sha256').update(spki).digest().subarray(0, 8)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer?.name ?? name),
    sequence(timeOf(ends - 365 * DAY_MS), timeOf(ends)),
    nameOf(name),
    spki,
    der(
      0xa3,
      sequence(
        authority
          ? extension('551d13', sequence(hex('0101ff')))
          : extension('551d11', sequence(alternative(name))),
      ),
    ),
  );
  const signer: KeyObject | string = issuer?.key ?? privateKey;
  const signature = der(0x03, hex('00'), sign('sha256', content, signer));
  const text = sequence(content, ECDSA_WITH_SHA256, signature).toString('base64');
  return {
    name,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${text.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

const alternative = (name: string) =>
  /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
