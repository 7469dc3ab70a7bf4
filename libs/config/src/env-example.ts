import { environment } from './environment.js';

interface Variable {
  desc?: string;
  default?: unknown;
  example?: string;
}

/** The text of `.env.example`: every variable with its purpose, commented out where it has a default. */
export function renderEnvExample(): string {
  const variables = Object.entries(environment as Record<string, Variable>).map(([name, variable]) => {
    const value = variable.default ?? variable.example ?? '';
    return `# ${variable.desc}\n# ${name}=${String(value)}\n`;
  });
  return `# Copy to .env and uncomment what you change; npm start needs none of it.\n\n${variables.join('\n')}`;
}
