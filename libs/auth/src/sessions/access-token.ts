import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Clock } from '@app/clock';
import { Config } from '@app/config';

/** What an access token says: whose it is, and which generation of the user's sessions it belongs to. */
export interface AccessClaims {
  userId: string;
  sessionVersion: number;
}

export const ACCESS_TOKEN_SECONDS = 15 * 60;

const ISSUER = 'event-trigger-platform';
const TYPE = 'at+jwt'; // RFC 9068, 2.1
const ALGORITHM = 'HS256';

/**
 * Short-lived JWTs (RFC 7519), signed with a key derived from APP_SECRET. Exactly one algorithm and one type are taken
 * (RFC 8725, 3.1), so neither `none` nor a key of another kind says anything.
 */
@Injectable()
export class AccessTokens {
  private readonly key: Uint8Array;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.key = new Uint8Array(
      hkdfSync('sha256', config.appSecret, '', 'event-trigger-platform/access-tokens', 32),
    );
  }

  issue({ userId, sessionVersion }: AccessClaims): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ sv: sessionVersion })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(ISSUER)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_TOKEN_SECONDS)
      .sign(this.key);
  }

  /** Undefined for everything but a token of ours that has not expired. */
  async read(token: string): Promise<AccessClaims | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: ISSUER,
        audience: ISSUER,
        requiredClaims: ['sub', 'exp', 'sv'],
        currentDate: new Date(this.clock.now()),
      });
      const { sub, sv } = payload;
      return typeof sub === 'string' && typeof sv === 'number'
        ? { userId: sub, sessionVersion: sv }
        : undefined;
    } catch {
      return undefined;
    }
  }
}
