import { defineTexts } from './define-texts.js'

export const licenceTexts = defineTexts({
  'seat.free': { en: 'free', zh: '空闲' },
  'seat.held': { en: 'held', zh: '占用' },
  'seat.linger': { en: 'kept for a moment', zh: '暂时保留' },
  'seat.orphaned': { en: 'its holder is gone', zh: '持有者已失联' },
  'command.licenceRun': {
    en: 'Run a command under a lease of a licence; its output, exit status and signals pass through',
    zh: '在许可证租约下运行命令；输出、退出状态和信号原样传递'
  },
  'command.licenceStatus': {
    en: 'Show seats, holders, waiters and the last changes by administrators',
    zh: '显示席位、持有者、等待者和管理员最近的更改'
  },
  'command.licenceRelease': {
    en: 'Take a seat away from its holder, whose tools are killed; audited',
    zh: '收回席位并终止其工具；写入操作记录'
  },
  'command.licencePin': {
    en: 'Let a device use a pinned licence; audited',
    zh: '允许设备使用固定许可证；写入操作记录'
  },
  'command.licenceUnpin': {
    en: 'No longer let a device use a pinned licence; audited',
    zh: '不再允许设备使用固定许可证；写入操作记录'
  },
  'command.licenceAdopt': {
    en: "Make this machine's configuration of a licence the one of all machines; audited",
    zh: '把本机的许可证配置作为所有机器的配置；写入操作记录'
  },
  'option.config': {
    en: "The agent's configuration; by default in the user's configuration folder",
    zh: '代理配置文件；默认在用户配置目录中'
  },
  'option.licence': { en: 'The licence, when several are configured', zh: '配置了多个许可证时指定哪一个' },
  'option.why': { en: 'The reason, for the audit', zh: '原因，写入操作记录' },
  'option.force': { en: 'Do it although it may hurt', zh: '即使可能造成影响也执行' },
  'option.wait': {
    en: "Longest wait for a seat; the licence's maxWaitMs when left out",
    zh: '等待席位的最长时间；省略时用许可证的 maxWaitMs'
  },
  'option.priority': { en: 'From 0 to 9; higher goes first', zh: '0 到 9；数字大的优先' },
  'licence.mode.pinned': { en: 'pinned', zh: '固定' },
  'licence.mode.floating': { en: 'floating', zh: '浮动' },
  'licence.heading': {
    en: '{licence} ({mode}; {jobsPerDevice} {jobsPerDevice#job|jobs} per device)',
    zh: '{licence}（{mode}；每台设备 {jobsPerDevice} 个任务）'
  },
  'licence.freeSeat': { en: '  seat {seat}  free', zh: '  席位 {seat}  空闲' },
  'licence.seat': {
    en: '  seat {seat}  {state}  {device}  for {age}  {jobs} of {jobsPerDevice} {jobsPerDevice#job|jobs}',
    zh: '  席位 {seat}  {state}  {device}  已 {age}  任务 {jobs}/{jobsPerDevice}'
  },
  'licence.waiter': {
    en: '  waits {position}.  {device}  priority {priority}',
    zh: '  等待 {position}.  {device}  优先级 {priority}'
  },
  'licence.audit': {
    en: '  {at}  {done}, by {by} on {device}: {why}',
    zh: '  {at}  {done}，{by} 于 {device}：{why}'
  },
  'licence.store.zookeeper': {
    en: 'Seats are recorded in ZooKeeper, for all machines: {at}',
    zh: '席位记录在 ZooKeeper 中，由所有机器共享：{at}'
  },
  'licence.store.machine': {
    en: 'Seats are recorded on this machine, and count for it alone: {at}',
    zh: '席位只记录在本机，仅对本机有效：{at}'
  },
  'licence.outOfReach': {
    en: '{command} starts work that the lease may not reach: only processes that keep {variable}, and ' +
      'containers with the label packline.lease=${variable}, end with it.',
    zh: '{command} 启动的工作可能不受租约控制：只有保留 {variable} 的进程，以及带有标签 ' +
      'packline.lease=${variable} 的容器，才会随租约结束。'
  },
  'licence.changed': { en: '{licence}: {done}', zh: '{licence}：{done}' },
  'licence.did.release': { en: 'seat {seat} taken from {device}', zh: '收回 {device} 的席位 {seat}' },
  'licence.did.pin': { en: '{device} may use it', zh: '允许 {device} 使用' },
  'licence.did.unpin': { en: '{device} may use it no longer', zh: '不再允许 {device} 使用' },
  'licence.did.adopt': { en: "this machine's settings hold for all", zh: '所有机器改用本机的设置' },
  'licence.waiting': {
    en: 'Waiting for a seat of {licence}: position {position}; held by {held}',
    zh: '正在等待 {licence} 的席位：位置 {position}；持有者 {held}'
  }
})
