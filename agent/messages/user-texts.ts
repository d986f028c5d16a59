import { defineTexts } from './define-texts.js'

/** People who sign in, and what they may do. */
export const userTexts = defineTexts({
  'command.userAdd': {
    en: 'Add somebody who signs in on the pages; the password is shown once',
    zh: '添加可在页面上登录的用户；密码只显示一次'
  },
  'command.userList': { en: 'Show the users and their roles', zh: '显示用户及其角色' },
  'command.userRemove': {
    en: 'Remove a user; the sessions end within a second',
    zh: '删除用户；其会话在一秒内结束'
  },
  'command.userRole': {
    en: 'Give a user a role in a project, or take it away with none',
    zh: '授予用户在项目中的角色；none 表示收回'
  },
  'command.userPassword': {
    en: 'Give a user a new password, which is shown once; the sessions end',
    zh: '为用户生成新密码（只显示一次）；其会话结束'
  },
  'option.projectRole': {
    en: 'read, test (notes and packages), release (what players get), or admin',
    zh: 'read、test（备注与打包）、release（玩家所得内容）或 admin'
  },
  'option.userGame': {
    en: 'The project it is for; every one when left out',
    zh: '适用的项目；省略时为全部项目'
  },
  'option.userOidc': {
    en: 'Signs in through the identity provider, without a password here',
    zh: '通过身份提供方登录，此处不设密码'
  },
  'user.column.roles': { en: 'Roles', zh: '角色' },
  'user.column.signsIn': { en: 'Signs in with', zh: '登录方式' },
  'user.password': { en: 'password', zh: '密码' },
  'login.signIn': { en: 'Sign in', zh: '登录' },
  'login.signOut': { en: 'Sign out', zh: '退出' },
  'login.name': { en: 'Name', zh: '用户名' },
  'login.password': { en: 'Password', zh: '密码' },
  'login.with': { en: 'Sign in with {title}', zh: '用 {title} 登录' },
  'login.nobody': {
    en: 'Nobody can sign in here yet: "packline user add NAME --role release" on the machine of this agent ' +
      'adds somebody.',
    zh: '这里还没有可登录的用户：请在本代理所在机器上用 "packline user add 名称 --role release" 添加。'
  },
  'account.title': { en: 'Account of {name}', zh: '{name} 的账户' },
  'account.roles': { en: 'What you may do', zh: '您的权限' },
  'account.everyProject': { en: 'every project', zh: '全部项目' },
  'account.role.read': { en: 'look', zh: '查看' },
  'account.role.test': { en: 'look, write notes, make packages', zh: '查看、编写备注、打包' },
  'account.role.release': {
    en: 'that, and change what players get, with approvals',
    zh: '以上权限，以及更改玩家所得内容和审批'
  },
  'account.role.admin': {
    en: 'that, and change targets and environments',
    zh: '以上权限，以及更改目标和环境'
  },
  'account.changePassword': { en: 'Change the password', zh: '修改密码' },
  'account.old': { en: 'Password of now', zh: '当前密码' },
  'account.new': { en: 'New password', zh: '新密码' },
  'account.newHint': {
    en: 'At least {least} characters. You are signed out everywhere else.',
    zh: '至少 {least} 个字符。您在其他地方的登录会失效。'
  },
  'account.oidc': {
    en: 'You signed in through the identity provider; the password is changed there.',
    zh: '您通过身份提供方登录；请在那里修改密码。'
  },
  'account.changed': { en: 'The password was changed.', zh: '密码已修改。' },
  'account.audit': { en: 'Who changed what', zh: '操作记录' },
  'audit.title': { en: 'Who changed what at this agent', zh: '本代理上的操作记录' },
  'audit.about': {
    en: 'Every change that came over HTTP, sign-ins, and what was refused; the newest first. What commands ' +
      'changed of a project stands in its history.',
    zh: '所有经 HTTP 的改动、登录以及被拒绝的操作，最新的在前。命令对项目的改动见该项目的历史。'
  },
  'audit.when': { en: 'When', zh: '时间' },
  'audit.who': { en: 'Who', zh: '操作者' },
  'audit.did': { en: 'What', zh: '操作' },
  'audit.why': { en: 'Why', zh: '原因' },
  'audit.from': { en: 'From where', zh: '来源' },
  'audit.refused': { en: 'refused ({status})', zh: '被拒绝（{status}）' },
  'audit.did.login': { en: 'signed in', zh: '登录' },
  'audit.did.login failed': { en: 'failed to sign in', zh: '登录失败' },
  'audit.did.logout': { en: 'signed out', zh: '退出登录' },
  'audit.did.password changed': { en: 'changed the password', zh: '修改密码' },
  'audit.did.user add': { en: 'added a user', zh: '添加用户' },
  'audit.did.user remove': { en: 'removed a user', zh: '删除用户' },
  'audit.did.user role': { en: "changed a user's role", zh: '修改用户的角色' },
  'audit.did.user password': { en: "set a user's password", zh: '设置用户的密码' },
  'audit.did.drain': { en: 'drained a machine', zh: '排空机器' },
  'audit.did.resume': { en: 'let a machine work again', zh: '让机器恢复工作' },
  'audit.did.remove': { en: 'forgot a machine', zh: '移除机器' },
  'audit.did.replace': { en: 'replaced a machine', zh: '替换机器' },
  'audit.did.release': { en: 'took a seat back', zh: '收回席位' },
  'audit.did.release-seat': { en: 'took a seat back', zh: '收回席位' },
  'audit.did.target run': { en: 'ran a command on servers', zh: '在服务器上运行命令' },
  'audit.did.directory sync': { en: 'synchronised the directory', zh: '同步目录' },
  'audit.did.backup restore': { en: 'restored a backup', zh: '恢复备份' },
  'audit.did.jenkins apply': { en: 'brought Jenkins into order', zh: '使 Jenkins 与配置一致' },
  'audit.detail.name': { en: 'name', zh: '名称' },
  'audit.detail.role': { en: 'role', zh: '角色' },
  'audit.detail.project': { en: 'project', zh: '项目' },
  'audit.detail.device': { en: 'machine', zh: '机器' },
  'audit.detail.target': { en: 'target', zh: '目标' },
  'audit.detail.code': { en: 'error', zh: '错误' },
  'audit.detail.with': { en: 'with', zh: '方式' },
  'audit.detail.command': { en: 'command', zh: '命令' },
  'audit.detail.servers': { en: 'servers', zh: '服务器' },
  'audit.detail.labels': { en: 'labels', zh: '标签' },
  'audit.detail.licences': { en: 'licences', zh: '许可证' },
  'audit.detail.licence': { en: 'licence', zh: '许可证' },
  'audit.detail.seat': { en: 'seat', zh: '席位' },
  'audit.detail.results': { en: 'results', zh: '结果' },
  'audit.detail.strategy': { en: 'strategy', zh: '策略' }
})
