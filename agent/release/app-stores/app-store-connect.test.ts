import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import t from 'tap'
import { appStoreConnect } from './app-store-connect.js'
import { packageOf, refusal, storeStandIn } from './testing/store-stand-in.js'
import type { Said, Seen, StandIn } from './testing/store-stand-in.js'

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
})
const account = { key_id: 'KEY1234567', issuer_id: '57246542-96fe-1a63-e053-0824d011072a', key: privateKey }
const signal = AbortSignal.timeout(60_000)

/** "Parsing the error response code". */
const failed = (status: number, code: string, detail: string): Said => ({
  status,
  json: { errors: [{ status: String(status), code, title: 'no', detail }] }
})

interface Connect {
  standIn: StandIn
  uploads: Map<string, { state: string, parts: Buffer, errors?: unknown[] }>
  /** processingState of the build that came of it. */
  built: string | undefined
  trouble: Map<string, Said[]>
}

async function connect (t: Parameters<typeof storeStandIn>[0]): Promise<Connect> {
  const state: Omit<Connect, 'standIn'> = { uploads: new Map(), built: undefined, trouble: new Map() }
  const standIn: StandIn = await storeStandIn(t, seen => {
    const trouble = state.trouble.get(`${seen.method} ${seen.path}`)?.shift()
    return trouble ?? (seen.path.startsWith('/blob/') ? part(seen) : called(seen))
  })

  /** Addresses of parts carry their own signature; a header of another service is refused by S3. */
  function part ({ path, headers, query, body }: Seen): Said {
    if (headers.authorization !== undefined || headers['x-part'] !== 'yes') {
      return { status: 403, text: '<Error><Code>AccessDenied</Code></Error>' }
    }
    body.copy(state.uploads.get(path.slice(6))!.parts, Number(query.get('offset')))
    return { headers: { etag: '"e"' } }
  }

  function called ({ method, path, headers, query, body }: Seen): Said {
    const token = String(headers.authorization).replace('Bearer ', '')
    const [header = '', claims = '', signature = ''] = token.split('.')
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    const { iss, aud, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString())
    const key = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' } as const
    const isRight = alg === 'ES256' && kid === account.key_id && iss === account.issuer_id &&
      aud === 'appstoreconnect-v1' && exp - iat <= 1200 &&
      verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))
    if (!isRight) {
      return failed(401, 'NOT_AUTHORIZED', 'Provide a properly configured and signed bearer token')
    }
    const { data } = body.length > 0 ? JSON.parse(body.toString()) : { data: undefined }
    const asked = `${method} ${path}`
    if (asked === 'GET /v1/apps') {
      // The filter takes what begins like it.
      const apps = ['com.studio.dk.demo', 'com.studio.dk'].map((bundleId, index) => ({
        type: 'apps',
        id: String(100 + index),
        attributes: { bundleId }
      }))
      return {
        json: {
          data: apps.filter(each => each.attributes.bundleId.startsWith(query.get('filter[bundleId]')!))
        }
      }
    }
    if (asked === 'GET /v1/builds') {
      const attributes = { version: query.get('filter[version]'), processingState: state.built }
      return { json: { data: state.built === undefined ? [] : [{ type: 'builds', id: 'b1', attributes }] } }
    }
    if (path === '/v1/builds/b1/buildBetaDetail') {
      const attributes = {
        internalBuildState: 'IN_BETA_TESTING',
        externalBuildState: 'READY_FOR_BETA_SUBMISSION'
      }
      return { json: { data: { type: 'buildBetaDetails', id: 'b1', attributes } } }
    }
    if (asked === 'GET /v1/apps/101/buildUploads') {
      const data = [...state.uploads].map(([id, { state: own, errors = [] }]) => ({
        type: 'buildUploads',
        id,
        attributes: { state: { state: own, errors, warnings: [], infos: [] } }
      }))
      return { json: { data } }
    }
    if (asked === 'POST /v1/buildUploads') {
      if (data.relationships.app.data.id !== '101' || data.attributes.platform !== 'IOS') {
        return failed(409, 'ENTITY_ERROR.RELATIONSHIP.INVALID', 'app')
      }
      const id = `u${state.uploads.size + 1}`
      state.uploads.set(id, { state: 'AWAITING_UPLOAD', parts: Buffer.alloc(0) })
      return { status: 201, json: { data: { type: 'buildUploads', id, attributes: data.attributes } } }
    }
    if (method === 'DELETE') {
      state.uploads.delete(path.split('/').at(-1)!)
      return { status: 204 }
    }
    if (asked === 'POST /v1/buildUploadFiles') {
      const { fileSize, uti } = data.attributes
      // "com.apple.ipa" and no other word for it.
      if (uti !== 'com.apple.ipa') return failed(409, 'ENTITY_ERROR.ATTRIBUTE.INVALID', 'uti')
      const id = data.relationships.buildUpload.data.id
      state.uploads.get(id)!.parts = Buffer.alloc(fileSize)
      const half = Math.floor(fileSize / 2)
      // DeliveryFileUploadOperation; they come in any order.
      const uploadOperations = [[half, fileSize - half], [0, half]].map(([offset, length]) => ({
        method: 'PUT',
        url: `${standIn.endpoint}/blob/${id}?offset=${offset}`,
        offset,
        length,
        requestHeaders: [{ name: 'X-Part', value: 'yes' }]
      }))
      return {
        status: 201,
        json: { data: { type: 'buildUploadFiles', id: `f-${id}`, attributes: { uploadOperations } } }
      }
    }
    // botiverse/hands pull request 199: 409 to the documented SHA_256.
    if (data.attributes.sourceFileChecksums !== undefined) {
      return failed(409, 'ENTITY_ERROR.ATTRIBUTE.INVALID', 'not a valid value for sourceFileChecksums')
    }
    state.uploads.get(path.slice('/v1/buildUploadFiles/f-'.length))!.state = 'PROCESSING'
    return { json: { data: { type: 'buildUploadFiles', id: 'f1', attributes: { uploaded: true } } } }
  }
  return Object.assign(state, { standIn })
}

t.test('a build is sent in the parts that it asks for, and followed into TestFlight', async t => {
  const world = await connect(t)
  const { standIn, uploads, trouble } = world
  const ipa = packageOf(standIn.folder, 'dk.ipa', 100_001)
  const store = appStoreConnect(standIn.context({ service: 'app-store-connect' }, account))
  uploads.set('u0', { state: 'AWAITING_UPLOAD', parts: Buffer.alloc(0) })
  t.equal(await store.find(ipa, signal), undefined, 'one that was never ended is none')
  trouble.set('PUT /blob/u2', [{ status: 503, text: 'SlowDown' }])
  trouble.set('GET /v1/apps', [failed(429, 'RATE_LIMIT_EXCEEDED', 'hourly')])
  await store.rehearse(ipa, signal)
  t.equal(uploads.size, 1)
  t.match(await store.send(ipa, signal), { state: 'processing', reference: 'u1' })
  t.same([...uploads.keys()], ['u1'], 'what an interrupted command left is gone')
  t.equal(createHash('sha256').update(uploads.get('u1')!.parts).digest('hex'), ipa.file.sha256)
  t.match(await store.find(ipa, signal), { state: 'processing', reference: 'u1' })
  uploads.set('u1', {
    state: 'FAILED',
    parts: Buffer.alloc(0),
    errors: [{ code: '90189', description: 'Redundant Binary Upload.' }]
  })
  t.match(await store.find(ipa, signal), { state: 'refused', detail: '90189: Redundant Binary Upload.' })
  world.built = 'PROCESSING'
  t.match(await store.find(ipa, signal), { state: 'processing', reference: 'b1' })
  world.built = 'VALID'
  t.match(await store.find(ipa, signal), {
    state: 'available',
    detail: 'TestFlight: IN_BETA_TESTING, READY_FOR_BETA_SUBMISSION'
  })
})

t.test('what is refused leaves no upload open', async t => {
  const { standIn, uploads, trouble } = await connect(t)
  const ipa = packageOf(standIn.folder, 'dk.ipa')
  const open = (credentials: unknown = account) =>
    appStoreConnect(standIn.context({ service: 'app-store-connect' }, credentials))
  const secrets = [account.key.slice(40, 70)]
  const store = open()
  // expo's and fastlane's reports of Apple's words.
  const used = failed(
    409,
    'ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE',
    'The bundle version has already been used.'
  )
  trouble.set('POST /v1/buildUploads', [used])
  t.match(await refusal(store.send(ipa, signal), secrets), { code: 'APP_STORE_VERSION_USED' })
  trouble.set('PATCH /v1/buildUploadFiles/f-u1', [failed(409, 'STATE_ERROR', 'wrong')])
  t.match(await refusal(store.send(ipa, signal), secrets), {
    code: 'APP_STORE_REFUSED',
    details: { reason: 'STATE_ERROR: wrong' }
  })
  trouble.set('PUT /blob/u1', Array.from({ length: 4 }, () => ({ isCut: true })))
  t.match(await refusal(store.send(ipa, signal), secrets), { code: 'APP_STORE_UNREACHED' })
  t.equal(uploads.size, 0)
  const other = { ...ipa, application: { ...ipa.application, id: 'com.studio.d' } }
  t.match(await refusal(store.send(other, signal), secrets), { details: { reason: /no such application/ } })
  t.match(await refusal(open({ ...account, key_id: 'OTHER' }).send(ipa, signal), secrets), {
    code: 'APP_STORE_LOGIN'
  })
  trouble.set('GET /v1/apps', [failed(401, 'NOT_AUTHORIZED', 'expired')])
  t.match(await store.send(ipa, signal), { state: 'processing' }, 'a token that expired is made again')
  trouble.set('GET /v1/apps', [failed(403, 'FORBIDDEN_ERROR', 'An agreement is missing or has expired.')])
  t.match(await refusal(store.send(ipa, signal), secrets), { details: { reason: /agreement is missing/ } })
})
