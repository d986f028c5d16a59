import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Test } from 'tap'
import { freePort } from '../../processes/free-port.js'
import type { Certificate } from '../../../test/support/certificates.js'

/** Why there is no nginx here; false where there is one. */
export const noNginx = spawnSync('nginx', ['-v']).status === 0
  ? false
  : 'the Debian package nginx-light is missing'

export interface Nginx {
  url: string
  requests: () => Promise<string[]>
  close: () => Promise<void>
}

/** A real nginx that serves `folder` and takes WebDAV's `methods`. `requests` tells what it was asked. */
export async function startNginx (
  t: Test,
  folder: string,
  methods = 'PUT DELETE MKCOL COPY MOVE',
  location = davLocation(folder, methods),
  certificate?: Pick<Certificate, 'certFile' | 'keyFile'>
): Promise<Nginx> {
  mkdirSync(folder, { recursive: true })
  const nginx = await launchNginx(t.testdir(), location, certificate)
  t.teardown(nginx.close)
  return nginx
}

export function davLocation (folder: string, methods = 'PUT DELETE MKCOL COPY MOVE'): string {
  return `root ${folder}; dav_methods ${methods}; create_full_put_path on; dav_access user:rw all:r;`
}

/** The same outside of tests: its configuration and log lie in `own`. */
export async function launchNginx (
  own: string,
  location: string,
  certificate?: Pick<Certificate, 'certFile' | 'keyFile'>
): Promise<Nginx> {
  if (noNginx !== false) throw new Error(noNginx)
  const port = await freePort()
  mkdirSync(join(own, 'temp'))
  const file = join(own, 'nginx.conf')
  writeFileSync(file, configuration(port, own, location, certificate))
  const child = spawn('nginx', ['-c', file, '-p', own, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe']
  })
  for await (const line of createInterface({ input: child.stderr })) {
    if (/start worker process/.test(line)) break
    if (/emerg/.test(line)) throw new Error(line)
  }
  child.stderr.resume()
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`
  return {
    url,
    requests: async () => {
      // One process answers in turn: when it answers this, it has logged all before.
      await (await fetch(`${url}mark`)).text()
      return readFileSync(join(own, 'access.log'), 'utf8').split('\n').filter(line => !/^$|mark/.test(line))
    },
    close: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      await ended
    }
  }
}

function configuration (
  port: number,
  own: string,
  location: string,
  certificate?: Pick<Certificate, 'certFile' | 'keyFile'>
): string {
  const tls = certificate &&
    `ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};`
  return `daemon off; pid ${own}/pid; worker_processes 1; user ${
    process.getuid?.() === 0 ? 'root' : 'nobody'
  };
error_log stderr notice;
events { worker_connections 256; }
http {
  log_format short '$request_method $uri $status'; access_log ${own}/access.log short;
  client_max_body_size 0; client_body_temp_path ${own}/temp; keepalive_requests 100000;
  proxy_temp_path ${own}/p; fastcgi_temp_path ${own}/f; uwsgi_temp_path ${own}/u; scgi_temp_path ${own}/s;
  server {
    listen 127.0.0.1:${port}${tls === undefined ? ';' : ` ssl; ${tls}`}
    location / { ${location} }
  }
}
`
}
