import { defineTexts } from './define-texts.js'

/** The farm and its alerts. */
export const farmTexts = defineTexts({
  'command.farmRemove': {
    en: 'Forget a machine that is gone for good; audited',
    zh: '忘记一台永久离开的机器；写入操作记录'
  },
  'farm.removed': { en: '{device} is forgotten.', zh: '已忘记 {device}。' },
  'option.farm': { en: 'Every machine of the farm, as the agent sees it', zh: '代理所见的机群中的每台机器' },
  'command.alertTest': {
    en: 'Send a test alert to every destination, and resolve it',
    zh: '向所有接收方发送一条测试告警并解除'
  },
  'alert.more': { en: '{summary} (and {more} more)', zh: '{summary}（另有 {more} 项）' },
  'alert.test': { en: 'packline alert test from {host}', zh: '来自 {host} 的 packline 测试告警' },
  'alert.check': { en: '{device} is {grade}: {check}', zh: '{device} {grade}：{check}' },
  'alert.shared': { en: '{check} is missed by most machines', zh: '多数机器上出现问题：{check}' },
  'alert.node': {
    en: '{device}: its node in Jenkins is not as it should be',
    zh: '{device}：它在 Jenkins 中的节点状态不对'
  },
  'alert.coordinator': {
    en: 'ZooKeeper cannot be reached: nobody sees to the farm, and licences with seats are not granted',
    zh: '无法连接 ZooKeeper：无人照看机群，且无法发放席位'
  },
  'alert.delivered': {
    en: '{destination}: delivered in {ms} ms',
    zh: '{destination}：已送达，用时 {ms} 毫秒'
  },
  'alert.notDelivered': {
    en: '{destination}: not delivered: {reason}. Check its address and secret below "alerts" in the ' +
      'configuration.',
    zh: '{destination}：未送达：{reason}。请检查配置 "alerts" 中它的地址和密钥。'
  },
  'command.farmList': {
    en: 'Show every machine of the farm with its grade and reasons',
    zh: '显示机群中每台机器的等级和原因'
  },
  'command.farmDrain': {
    en: 'Let a machine take nothing new, wait for what it runs, then hand back the rest; audited',
    zh: '让机器不再接收新任务，等待运行中的任务，到期后交还其余任务；写入操作记录'
  },
  'command.farmResume': {
    en: 'Let a drained machine work again; audited',
    zh: '让已排空的机器恢复工作；写入操作记录'
  },
  'command.farmReplace': {
    en: "Give a machine's labels, pins and licence seat to another one, and drain it; audited",
    zh: '把一台机器的标签、固定设备和许可证席位交给另一台，并排空它；写入操作记录'
  },
  'option.drainDeadline': { en: 'How long running jobs may go on', zh: '运行中的任务最多还能继续多久' },
  'option.farmHtml': { en: 'Write the table to this HTML file too', zh: '同时把表格写入此 HTML 文件' },
  'farm.draining': { en: '{device} takes nothing new.', zh: '{device} 不再接收新任务。' },
  'farm.resumed': { en: '{device} works again.', zh: '{device} 恢复工作。' },
  'farm.column.jenkins': { en: 'Jenkins', zh: 'Jenkins' },
  'jenkins.online': { en: 'online', zh: '在线' },
  'jenkins.offline': { en: 'offline', zh: '离线' },
  'jenkins.disconnected': { en: 'not connected', zh: '未连接' },
  'farm.blind': {
    en: 'Blind since {since}: ZooKeeper cannot be reached. Other machines are shown as they were then.',
    zh: '自 {since} 起无法感知：连接不上 ZooKeeper。其他机器显示的是当时的状态。'
  },
  'farm.replaced': {
    en: '{new} takes the place of {old}: labels {labels}; licences {licences}. {old} is drained.',
    zh: '{new} 替换了 {old}：标签 {labels}；许可证 {licences}。{old} 正在排空。'
  },
  'farm.column.machine': { en: 'Machine', zh: '机器' },
  'farm.column.address': { en: 'Address', zh: '地址' },
  'farm.column.grade': { en: 'Grade', zh: '等级' },
  'farm.column.model': { en: 'Model', zh: '型号' },
  'farm.column.system': { en: 'System', zh: '系统' },
  'farm.column.labels': { en: 'Labels', zh: '标签' },
  'farm.column.jobs': { en: 'Jobs', zh: '任务' },
  'farm.column.drain': { en: 'Drain', zh: '排空' },
  'farm.column.reasons': { en: 'Reasons', zh: '原因' }
})
