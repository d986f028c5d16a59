const somewhere = 'http://packline.invalid'

/**
 * Where somebody goes after signing in: a path of this agent, whatever was asked for. A browser takes `//`
 * and `/\` for another host, and leaves out tabs and line ends before it looks.
 */
export function returnAddress (asked: unknown, otherwise = '/releases'): string {
  if (typeof asked !== 'string' || asked.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) {
    return otherwise
  }
  if (asked.includes('\\') || /^\/(?:login|logout)(?:[/?#]|$)/.test(asked)) return otherwise
  try {
    const url = new URL(asked, somewhere)
    return url.origin === somewhere && !url.pathname.startsWith('//')
      ? `${url.pathname}${url.search}`
      : otherwise
  } catch {
    return otherwise
  }
}
