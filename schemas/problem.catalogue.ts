import { REVIEW_PROBLEMS } from "./problem.review";
import { ROUND_PROBLEMS } from "./problem.rounds";

/**
 * The catalogue of refusals (RFC 9457). A code never changes its meaning; the sentence
 * says what to do next. `{name}` in a sentence is filled from the problem's details.
 */
export const PROBLEMS = {
  "request.invalid": {
    status: 422,
    zh: "提交的内容有误：{reason}",
    en: "The request is not valid: {reason}",
  },
  "request.forbidden_origin": {
    status: 403,
    zh: "请求不是从本站页面发出的，请回到本站页面重试。",
    en: "The request did not come from a page of this site. Open the page here and try again.",
  },
  "request.too_many": {
    status: 429,
    zh: "尝试次数过多，请 {minutes} 分钟后再试。",
    en: "Too many attempts. Try again in {minutes} minutes.",
  },
  "request.too_large": {
    status: 413,
    zh: "提交的内容超过 {limit}，请减少后再试。",
    en: "What was sent is over {limit}. Send less at a time.",
  },
  "request.not_found": {
    status: 404,
    zh: "没有这个页面，网址可能不完整。支部请从上级发来的报送链接进入。",
    en: "There is no such page; the address may be incomplete. A branch comes in by the link it was sent.",
  },
  "request.method": {
    status: 405,
    zh: "此地址不支持这种请求。",
    en: "This address does not take that method.",
  },
  "request.range": { status: 416, zh: "请求的范围超出文件长度。", en: "The range lies outside the file." },
  "request.conflict": {
    status: 409,
    zh: "有人同时在改这份材料，请重试一次。",
    en: "Someone else is changing this right now. Try once more.",
  },
  "link.unknown": {
    status: 404,
    zh: "链接无法打开：可能没有复制完整，也可能已经换了新链接。请用上级最近发来的一条；还是打不开，请联系发通知的单位重新要一条。",
    en: "This link cannot be opened: it may not be whole, or a newer one took its place. Use the one sent last, or ask the issuing office for another.",
  },
  "session.required": {
    status: 401,
    zh: "没有登录，或者链接已经失效。支部请再点一次上级最近发来的报送链接，打不开时联系发通知的单位；工作人员请重新登录。",
    en: "Not signed in, or the link is no longer good. A branch opens the link it was sent last, or asks the issuing office; staff sign in again.",
  },
  "staff.wrong_password": {
    status: 401,
    zh: "用户名或密码不对，请核对大小写后再试；连续输错会暂时锁定。",
    en: "The user name or the password is wrong. Check capitals; several wrong tries lock the account for a while.",
  },
  "staff.locked": {
    status: 429,
    zh: "连续多次密码不对，账号已锁定 {minutes} 分钟，到时再试。",
    en: "Too many wrong passwords: the account is locked. Try again in {minutes} minutes.",
  },
  ...ROUND_PROBLEMS,
  "artifact.past_due": {
    status: 403,
    zh: "“{artifact}”已于 {due} 截止，本任务不接收逾期材料。请联系{contact}。",
    en: "“{artifact}” was due {due} and this round takes no late hand-ins. Please contact {contact}.",
  },
  "artifact.withdrawn": {
    status: 403,
    zh: "“{artifact}”已经不再收。已交的和草稿都保留。",
    en: "“{artifact}” is no longer asked for. What was handed in and typed is kept.",
  },
  "artifact.not_found": { status: 404, zh: "本任务没有这项材料。", en: "This round does not ask for that." },
  "artifact.wrong_kind": {
    status: 422,
    zh: "“{artifact}”不能这样交：{reason}",
    en: "“{artifact}” cannot be handed in this way: {reason}",
  },
  "branch.not_found": {
    status: 404,
    zh: "没有这个支部，请从进度页进入。",
    en: "There is no such branch. Come in by the board.",
  },
  "roster.invalid": {
    status: 422,
    zh: "花名册有 {count} 处问题，未导入任何一行。",
    en: "The roster has {count} problems; no row was imported.",
  },
  "file.too_large": {
    status: 413,
    zh: "文件 {size}，超过单个 {limit} 的上限。请压缩或拆分后再传。",
    en: "The file is {size}; the limit is {limit}. Compress or split it.",
  },
  "file.empty": {
    status: 422,
    zh: "文件是空的（0 字节），请重新选择。",
    en: "The file is empty (0 bytes). Choose it again.",
  },
  "file.wrong_type": {
    status: 415,
    zh: "收到的是{got}，这里可以交：{accepts}。",
    en: "This is {gotEn}; accepted here: {acceptsEn}.",
  },
  "file.archive": {
    status: 415,
    zh: "压缩包请解压后再传，这里可以交：{accepts}。",
    en: "Unpack the archive and send what is in it; accepted here: {acceptsEn}.",
  },
  "file.dangerous": {
    status: 415,
    zh: "不接收{got}。这里可以交：{accepts}，请另存或换一个文件后再传。",
    en: "{got} is not accepted. Accepted here: {acceptsEn}. Save it anew or choose another file.",
  },
  "file.too_many": {
    status: 422,
    zh: "“{artifact}”最多 {limit} 个文件，请改用替换。",
    en: "“{artifact}” takes at most {limit} files; replace one instead.",
  },
  "file.blank": {
    status: 422,
    zh: "这是空白模板，还没有填写。请填好以后再交。",
    en: "This is the blank template, not filled in yet. Fill it in, then hand it in.",
  },
  "file.missing": { status: 422, zh: "没有选择文件。", en: "No file was chosen." },
  "file.broken_off": {
    status: 400,
    zh: "文件没有传完，请再传一次。",
    en: "The file did not arrive whole. Send it again.",
  },
  "file.not_found": {
    status: 404,
    zh: "没有这个文件，可能已被替换。请回到材料清单查看。",
    en: "There is no such file; another may have replaced it. Look at the list again.",
  },
  "entry.invalid": {
    status: 422,
    zh: "有 {count} 处需要修改，已保存为草稿。",
    en: "{count} things need mending; your draft is saved.",
  },
  "entry.stale": {
    status: 409,
    zh: "这份填报刚被别人改过，您填的内容仍在下面，请核对后再交。",
    en: "Someone else has just changed this entry. What you typed is still below; compare and send again.",
  },
  "entry.too_large": {
    status: 413,
    zh: "填的内容共 {size}，超过 {limit}，没有保存；先前的草稿还在。请删减后再交，长材料请改为上传文件。",
    en: "What was typed comes to {size}; the limit is {limit}. It was not saved, and the earlier draft is still there. Shorten it, or upload long text as a file.",
  },
  "entry.not_sent": {
    status: 409,
    zh: "刚才没有交上，也没有保存。您填的内容仍在下面，请核对后再按一次。",
    en: "This did not get through and was not saved. What you typed is still below; look it over and press once more.",
  },
  "paper.invalid": {
    status: 422,
    zh: "纸质件登记有误：{reason}",
    en: "The arrival could not be recorded: {reason}",
  },
  "slip.not_found": {
    status: 404,
    zh: "没有这个接收单编号，请核对。",
    en: "There is no such slip code. Check it.",
  },
  "receipt.not_found": {
    status: 404,
    zh: "查无此回执。请核对编号；必交材料收齐以后才有回执。",
    en: "There is no such receipt. Check the number; a receipt exists once everything required is in.",
  },
  "bundle.empty": {
    status: 404,
    zh: "该支部还没有交任何材料。",
    en: "This branch has handed in nothing yet.",
  },
  "file.encrypted": {
    status: 422,
    zh: "文件有密码，上级打不开。请去掉密码后再交。",
    en: "The file has a password, the office cannot open it. Take it off and send it again.",
  },
  "file.damaged": {
    status: 422,
    zh: "文件打不开，可能没有传完整或已损坏。请打开检查、重新保存后再交。",
    en: "The file cannot be opened; it may be cut short or damaged. Open it, save it anew and send it again.",
  },
  "upload.invalid": {
    status: 400,
    zh: "上传请求不合规定：{reason}",
    en: "The upload request is not valid: {reason}",
  },
  "upload.version": {
    status: 412,
    zh: "只支持 tus 1.0.0。",
    en: "Only tus 1.0.0 is spoken here.",
  },
  "upload.not_found": {
    status: 404,
    zh: "没有这个上传，请重新选文件。",
    en: "There is no such upload. Pick the file again.",
  },
  "upload.ended": {
    status: 410,
    zh: "这个上传已经结束，请重新选文件。",
    en: "This upload is over. Pick the file again.",
  },
  "upload.offset": {
    status: 409,
    zh: "接着传的位置不对，请从已收到的地方继续。",
    en: "These bytes do not follow what has arrived. Ask for the offset and go on from there.",
  },
  "upload.content_type": {
    status: 415,
    zh: "内容类型须为 application/offset+octet-stream。",
    en: "The content type must be application/offset+octet-stream.",
  },
  "upload.too_long": {
    status: 413,
    zh: "传来的内容比申报的长，请重新选文件。",
    en: "More bytes came than were announced. Pick the file again.",
  },
  "upload.checksum": {
    status: 460,
    zh: "内容在途中变了，请再传一次。",
    en: "The bytes changed on the way. Send them again.",
  },
  "upload.taken_over": {
    status: 423,
    zh: "同一个文件正在另一处继续上传。",
    en: "The same file is being sent by another request.",
  },
  "upload.too_many_open": {
    status: 413,
    zh: "同时未传完的文件最多 {limit} 个，请等它们传完或取消后再传。",
    en: "At most {limit} files may be on their way at once. Wait for them, or cancel some.",
  },
  "quota.branch_files": {
    status: 413,
    zh: "每个支部在一次报送中最多交 {limit} 个文件（含旧版本），已经满了，请联系上级。",
    en: "A branch hands in {limit} files at most in one round, earlier versions included, and they are in. Call the committee.",
  },
  "quota.branch_bytes": {
    status: 413,
    zh: "每个支部在一次报送中的文件总量最多 {limit}（含旧版本），这个文件放不下了，请联系上级。",
    en: "The files of a branch in one round come to {limit} at most, earlier versions included; this one is too much. Call the committee.",
  },
  "quota.round": {
    status: 413,
    zh: "本次报送的文件总量已满，暂时收不下这个文件，请联系上级。",
    en: "This round holds as many files as it can and cannot take this one. Call the committee.",
  },
  "bundle.none": {
    status: 404,
    zh: "这样选没有任何材料可打包，请换一种选法。",
    en: "Nothing has been handed in by the branches chosen. Choose others.",
  },
  "bundle.too_many": {
    status: 422,
    zh: "一次最多打包 {limit} 个支部，请分批挑选。",
    en: "A bundle holds {limit} branches at most. Choose them in several turns.",
  },
  "bundle.not_found": { status: 404, zh: "没有这个材料包。", en: "There is no such bundle." },
  "bundle.gone": {
    status: 410,
    zh: "这个材料包已过保存期或被新的替代，请回到页面重新下载。",
    en: "This bundle is no longer kept. Go back to the page and download a new one.",
  },
  "bundle.sealing": {
    status: 409,
    zh: "还有 {count} 个支部的材料没有整理好，已经整理的不会白做。请到材料包页面再按一次“下载”接着做，或过几分钟再来。",
    en: "The materials of {count} branches are not sealed yet; nothing that was done is lost. Press download on the bundle page once more to go on, or come back in some minutes.",
  },
  "bundle.unreadable": {
    status: 409,
    zh: "这些支部有文件在存储里读不出来，材料包没有做成：{branches}。请挑选其他支部先下载，并请系统管理员查看存储。",
    en: "Files of these branches cannot be read from storage, so no bundle was made: {branches}. Choose the other branches for now and ask the administrator to look at the storage.",
  },
  "bundle.wrong_code": {
    status: 422,
    zh: "归档确认码不对。请打开材料包里的 index.html，抄写末尾的确认码。",
    en: "This is not the code of this bundle. Open index.html inside it and copy the code at its end.",
  },
  ...REVIEW_PROBLEMS,
  "naming.invalid": {
    status: 422,
    zh: "命名规则不能用：{reason}",
    en: "The naming pattern cannot be used: {reason}",
  },
  "server.fault": {
    status: 500,
    zh: "系统出错了，已经交上的材料没有丢。请过几分钟再试；还不行，请把编号 {request} 告诉发通知的单位。",
    en: "Something failed on our side; nothing handed in is lost. Try again in a few minutes; if it fails again, give the issuing office this number: {request}.",
  },
} as const;
