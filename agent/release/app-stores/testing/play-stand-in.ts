import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { storeStandIn } from './store-stand-in.js'
import type { Said, Seen, StandIn } from './store-stand-in.js'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
})
/** As Google's console makes it. */
export const account = { client_email: 'farm@studio.iam.gserviceaccount.com', private_key: privateKey }
export const api = '/androidpublisher/v3/applications/com.studio.dk'
const mb = 1024 * 1024

/** https://cloud.google.com/apis/design/errors, with the `errors` that androidpublisher still sends. */
export const failed = (code: number, message: string, reason = 'badRequest'): Said => ({
  status: code,
  json: { error: { code, message, errors: [{ domain: 'androidpublisher', message, reason }] } }
})

export interface Play {
  standIn: StandIn
  open: Set<string>
  committed: Array<{ track: any, query: string }>
  tokens: number
  /** What the next calls meet, by the end of their path. */
  trouble: Map<string, Said[]>
  library: Map<number, string>
  /** The version code of what arrives, and what the store finds to be its digest. */
  code: number
  expected: string
}

/** Google Play for the application com.studio.dk, as its documentation and its clients tell of it. */
export async function playStandIn (t: Parameters<typeof storeStandIn>[0]): Promise<Play> {
  const state: Omit<Play, 'standIn'> = {
    open: new Set(),
    committed: [],
    tokens: 0,
    trouble: new Map(),
    library: new Map(),
    code: 42,
    expected: ''
  }
  const sessions = new Map<string, { length: number, arrived: number, edit: string }>()
  const staged = new Map<string, { codes: Map<number, string>, track?: any }>()
  let edits = 0
  const standIn: StandIn = await storeStandIn(t, seen => {
    for (const [end, troubles] of state.trouble) {
      if (`${seen.method} ${seen.path}`.endsWith(end) && troubles.length > 0) return troubles.shift()!
    }
    return seen.path === '/token' ? token(seen) : called(seen)
  })

  function token ({ body }: Seen): Said {
    const assertion = new URLSearchParams(body.toString()).get('assertion') ?? ''
    const [header = '', claims = '', signature = ''] = assertion.split('.')
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      createPublicKey(privateKey),
      Buffer.from(signature, 'base64url')
    )
    const { iss, scope, aud, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    // "Using OAuth 2.0 for Server to Server Applications": an hour at most.
    const isRight = iss === account.client_email && aud === 'https://oauth2.googleapis.com/token' &&
      scope === 'https://www.googleapis.com/auth/androidpublisher' && exp - iat <= 3600
    if (!isSigned || !isRight) {
      return { status: 400, json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } }
    }
    return { json: { access_token: `ya29.token-${++state.tokens}`, expires_in: 3599, token_type: 'Bearer' } }
  }

  function called (seen: Seen): Said {
    const { method, path, headers, body, query } = seen
    const session = sessions.get(path)
    if (session !== undefined) return piece(seen, session)
    if (headers.authorization !== `Bearer ya29.token-${state.tokens}`) {
      return failed(401, 'Request had invalid authentication credentials.', 'authError')
    }
    if (!path.includes(api)) return failed(404, 'Package not found: com.other.', 'applicationNotFound')
    if (path === `${api}/edits`) {
      const id = `e${++edits}`
      // "you may have one open edit": the ones before are gone (Triple-T and fastlane meet this all the time).
      state.open.clear()
      state.open.add(id)
      staged.set(id, { codes: new Map(state.library) })
      return { json: { id, expiryTimeSeconds: '1700000000' } }
    }
    const [, edit = '', rest = ''] = /\/edits\/(\w+)(.*)$/.exec(path) ?? []
    const inside = staged.get(edit)
    if (inside === undefined || !state.open.has(edit)) return failed(400, 'This Edit has been deleted.')
    if (method === 'DELETE') {
      state.open.delete(edit)
      return { status: 204 }
    }
    if (path.startsWith('/upload')) {
      const place = `/session/${sessions.size}`
      sessions.set(place, {
        length: Number(headers['x-upload-content-length']),
        arrived: 0,
        edit: edit + rest
      })
      return { headers: { location: standIn.endpoint + place } }
    }
    if (rest === '/bundles' || rest === '/apks') {
      const list = [...inside.codes].map(([versionCode, sha256]) =>
        rest === '/apks' ? { versionCode, binary: { sha256 } } : { versionCode, sha256 }
      )
      return { json: { [rest.slice(1)]: list } }
    }
    if (rest.startsWith('/tracks/') && method === 'PUT') {
      inside.track = JSON.parse(body.toString())
      const [{ status, userFraction, releaseNotes = [] }] = inside.track.releases
      // edits.tracks: "Can only be set when status is "inProgress" or "halted"".
      if (!['inProgress', 'halted'].includes(status) && userFraction !== undefined) {
        return failed(400, 'userFraction must be unset')
      }
      // edits.tracks: "releaseNotes[].text: maximum length is 500 characters".
      if (releaseNotes.some(({ text }: { text: string }) => text.length > 500)) {
        return failed(400, 'Release notes are too long (max: 500)')
      }
      return { json: inside.track }
    }
    if (rest.startsWith('/tracks/')) return { json: state.committed.at(-1)?.track ?? { releases: [] } }
    if (rest === ':validate') return { json: { id: edit } }
    state.committed.push({ track: inside.track, query: query.toString() })
    for (const [code, sha256] of inside.codes) state.library.set(code, sha256)
    state.open.delete(edit)
    return { json: { id: edit } }
  }

  /** "Resumable upload": all pieces but the last are multiples of 256 KiB; 308 tells what arrived. */
  function piece ({ headers, body }: Seen, session: { length: number, arrived: number, edit: string }): Said {
    const [, first, last] = /^bytes (\d+)-(\d+)\/\d+$/.exec(String(headers['content-range'])) ?? []
    if (first !== undefined) {
      if (Number(first) !== session.arrived) return failed(400, 'Failed to parse Content-Range header.')
      session.arrived = Number(last) + 1
      if (body.length !== session.arrived - Number(first)) return failed(400, 'length')
      const trouble = state.trouble.get('piece')?.shift()
      if (trouble !== undefined) {
        // Some of it came before the line broke.
        session.arrived = Number(first) + mb
        return trouble
      }
    }
    if (session.arrived < session.length) {
      return {
        status: 308,
        headers: session.arrived === 0 ? {} : { range: `bytes=0-${session.arrived - 1}` }
      }
    }
    const [edit = ''] = session.edit.split('/')
    if (session.edit.includes('deobfuscationFiles')) return { json: { deobfuscationFile: {} } }
    const { code } = state
    // bitrise-steplib/steps-google-play-deploy, "googleapi: Error 403: APK specifies a version code…".
    if (staged.get(edit)?.codes.has(code) === true) {
      return failed(
        403,
        'APK specifies a version code that has already been used.',
        'apkUpgradeVersionConflict'
      )
    }
    staged.get(edit)?.codes.set(code, state.expected)
    return { json: { versionCode: code, sha256: state.expected } }
  }
  return Object.assign(state, { standIn })
}
