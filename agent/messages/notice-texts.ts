import { defineTexts } from './define-texts.js'

/** What teams are told, and what is told about that. */
export const noticeTexts = defineTexts({
  'notice.several': { en: '{count} notices: {projects}', zh: '{count} 条通知：{projects}' },
  'notice.packageReady': { en: '{release}: packages are ready', zh: '{release}：安装包已就绪' },
  'notice.packagesAt': {
    en: '{target}: {rows} {rows#package|packages}, {size}',
    zh: '{target}：{rows} 个安装包，{size}'
  },
  'notice.packageFailed': {
    en: '{release}: {count} {count#package|packages} failed',
    zh: '{release}：{count} 个安装包失败'
  },
  'notice.orderFailed': { en: '{release}: packages failed', zh: '{release}：打包失败' },
  'notice.contentMoved': { en: '{target}: {before} → {after}', zh: '{target}：{before} → {after}' },
  'notice.failure': { en: 'Failed: {text}', zh: '失败：{text}' },
  'notice.by': { en: '{by}: {why}', zh: '{by}：{why}' },
  'notice.more': { en: '… and {count} more', zh: '……另有 {count} 条' },
  'notice.test': {
    en: 'A test of packline: {receiver} gets notices.',
    zh: 'packline 测试：{receiver} 可以收到通知。'
  },
  'notice.about': { en: 'Notices', zh: '通知' },
  'command.notifySend': {
    en: 'Tell the team of a project something; the agent that has the receivers sends it',
    zh: '向项目团队发送一条消息；由配置了接收方的代理发出'
  },
  'command.notifyTest': {
    en: "Send a test message to this machine's receivers of notices",
    zh: '向本机配置的通知接收方发送测试消息'
  },
  'option.noticeText': { en: 'What they are told', zh: '通知内容' },
  'option.noticeFailed': {
    en: 'It is about a failure: receivers of package-failed get it',
    zh: '这是失败通知：发给接收 package-failed 的接收方'
  },
  'option.noticeUrl': { en: 'An address for more, such as the build', zh: '详情地址，例如构建的地址' },
  'option.noticeReceiver': { en: 'This receiver only', zh: '只发给此接收方' },
  'notify.recorded': {
    en: 'Written down as revision {revision}; the agent that has receivers for {project} sends it.',
    zh: '已记为修订 {revision}；由为 {project} 配置了接收方的代理发送。'
  },
  'notify.delivered': { en: '{receiver}: delivered in {ms} ms', zh: '{receiver}：已送达，用时 {ms} 毫秒' },
  'notify.notDelivered': {
    en: '{receiver}: not delivered: {reason}. Check its address, secret and keyword below "notices" in the ' +
      'configuration.',
    zh: '{receiver}：未送达：{reason}。请检查配置 "notices" 中它的地址、密钥和关键词。'
  },
  'notices.again': { en: 'Send again to {name}', zh: '重新发送给 {name}' },
  'notices.title': { en: 'Notices of {project}', zh: '{project} 的通知' },
  'notices.none': {
    en: 'This agent has no receivers for the project; "notices" in its configuration names some.',
    zh: '此代理没有为该项目配置接收方；可在其配置的 "notices" 中设置。'
  },
  'notices.receivers': { en: 'Who is told', zh: '接收方' },
  'notices.receiver': { en: 'Receiver', zh: '接收方' },
  'notices.service': { en: 'Service', zh: '服务' },
  'notices.events': { en: 'Of what', zh: '事件' },
  'notices.waiting': { en: 'Waiting', zh: '等待发送' },
  'notices.problem': { en: 'Problem', zh: '问题' },
  'notices.last': { en: 'Last notices', zh: '最近的通知' },
  'notices.what': { en: 'What', zh: '内容' },
  'notices.when': { en: 'When', zh: '时间' },
  'notices.state.waiting': { en: 'waiting', zh: '等待中' },
  'notices.state.sent': { en: 'sent', zh: '已发送' },
  'notices.state.givenUp': { en: 'not delivered in two days: {reason}', zh: '两天内未能送达：{reason}' },
  'notices.event.package-ready': { en: 'packages ready', zh: '安装包就绪' },
  'notices.event.package-failed': { en: 'packages failed', zh: '打包失败' },
  'notices.event.in-review': { en: 'in review', zh: '提审' },
  'notices.event.went-live': { en: 'went live', zh: '上线' },
  'notices.event.withdrawn': { en: 'withdrawn', zh: '撤回' },
  'notices.event.rollout': { en: 'rollout', zh: '灰度' },
  'notices.event.rollout-stopped': { en: 'rollout stopped', zh: '灰度暂停' },
  'notices.event.hot-update': { en: 'hot update', zh: '热更新' },
  'notices.event.message': { en: 'message', zh: '消息' }
})
