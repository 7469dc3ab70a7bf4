import { expecting, type ApiClient } from './api-client.js';

export const ADMIN_PASSWORD = 'the-admin-of-the-tests';
const MEMBER_PASSWORD = 'a-member-of-the-tests';

interface KeyOptions {
  expires_at?: string;
  /** Slug; `default` unless it is said. */
  project?: string;
}

interface TokenPair {
  access_token: string;
  refresh_token: string;
}

export async function login(api: ApiClient, username: string, password: string): Promise<TokenPair> {
  return expecting(200, await api.as().post<TokenPair>('/auth/login', { username, password }));
}

/** The administrator whom the first start with ADMIN_PASSWORD makes. */
export async function loginAsAdmin(api: ApiClient): Promise<Admin> {
  return new Admin(api, (await login(api, 'admin', ADMIN_PASSWORD)).access_token);
}

/** What an administrator prepares for a test. */
export class Admin {
  readonly client: ApiClient;

  constructor(
    private readonly api: ApiClient,
    readonly token: string,
  ) {
    this.client = api.as(token);
  }

  async newKey(scopes: string[], options: KeyOptions = {}): Promise<string> {
    return (await this.makeKey(scopes, options)).key;
  }

  async revokedKey(scopes: string[]): Promise<string> {
    const { id, key } = await this.makeKey(scopes, {});
    expecting(204, await this.client.delete(`/api-keys/${id}`));
    return key;
  }

  async newProject(slug: string): Promise<{ id: string }> {
    return expecting(201, await this.client.post<{ id: string }>('/projects', { slug, name: slug }));
  }

  /** Answers their access token. */
  async newMember(username: string, projects: string[]): Promise<string> {
    const user = { username, password: MEMBER_PASSWORD, role: 'member', projects };
    expecting(201, await this.client.post('/users', user));
    return (await login(this.api, username, MEMBER_PASSWORD)).access_token;
  }

  private async makeKey(scopes: string[], { expires_at, project }: KeyOptions) {
    const client = this.api.as(this.token, project);
    const body = { name: scopes.join(' '), scopes, ...(expires_at && { expires_at }) };
    return expecting(201, await client.post<{ id: string; key: string }>('/api-keys', body));
  }
}
