// The library's own types name its index only.
declare module 'systeminformation/lib/system.js' {
  export { system } from 'systeminformation'
}
declare module 'systeminformation/lib/cpu.js' {
  export { cpu } from 'systeminformation'
}
declare module 'systeminformation/lib/osinfo.js' {
  export { osInfo } from 'systeminformation'
}
