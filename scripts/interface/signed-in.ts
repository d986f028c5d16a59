const form = 'application/x-www-form-urlencoded'

/** Headers of a browser in which somebody signed in on the page, with the token that its forms have. */
export async function signedIn (
  address: string,
  { name, password }: { name: string, password: string }
): Promise<Record<string, string>> {
  let [cookie, token] = ['', '']
  const visit = async (path: string, body?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(`${address}${path}`, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, ...body !== undefined && { 'content-type': form } },
      ...body !== undefined && {
        method: 'POST',
        body: new URLSearchParams({ 'form-token': token, ...body }).toString()
      }
    })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    token = /name="form-token" (?:value|content)="([^"]+)"/.exec(await answer.text())?.[1] ?? token
    return answer
  }
  await visit('/login')
  const { status } = await visit('/login', { name, password })
  if (status !== 303) throw new Error(`${name} cannot sign in: ${status}`)
  await visit('/account')
  return { cookie, 'packline-form-token': token }
}
