#![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::filing::Step;

fn order_in(status: Status, kind: OrderKind) -> Order {
    Order { status, ..Order::new(kind, date(2026, 11, 2)) }
}

#[test]
fn an_order_goes_its_way() {
    let mut order = Order::new(OrderKind::Filing, date(2026, 11, 2));
    let way = [
        (Event::HandedIn, Status::AwaitingReview),
        (Event::ChangesAsked, Status::ToAmend),
        (Event::HandedIn, Status::Amended),
        (Event::Rejected, Status::ReviewRejected),
        (Event::HandedIn, Status::AwaitingReview),
        (Event::Passed, Status::AwaitingSubmission),
        (Event::Withdrawn, Status::Incomplete),
        (Event::HandedIn, Status::AwaitingReview),
        (Event::Passed, Status::AwaitingSubmission),
        (Event::Forwarded, Status::AwaitingAuthority),
        (Event::RejectedByAuthority, Status::AuthorityRejected),
        (Event::HandedIn, Status::AwaitingReview),
        (Event::Passed, Status::AwaitingSubmission),
        (Event::Forwarded, Status::AwaitingAuthority),
        (Event::Approved, Status::Filed),
    ];
    for (event, status) in way {
        assert_eq!(order.apply(event, date(2026, 11, 3), None), Ok(status));
    }
    assert!(order.possible().is_empty() && !order.can_give_up());
}

#[test]
fn nothing_else_can_happen() {
    // 撤销备案 as the table of statuses has it.
    for status in Status::ALL {
        let order = order_in(status, OrderKind::Filing);
        let wanted = match status {
            Status::AwaitingReview | Status::Amended | Status::AwaitingSubmission => Ok(()),
            Status::AwaitingAuthority => Err(OrderError::AtAuthority),
            _ => Err(OrderError::OutOfOrder),
        };
        assert_eq!(order.can_withdraw(), wanted, "{status:?}");
    }
    for kind in [OrderKind::CancelAccess, OrderKind::Deregister] {
        let order = order_in(Status::AwaitingReview, kind);
        assert_eq!(order.can_withdraw(), Err(OrderError::OnlyGivenUp));
        assert!(order.can_give_up());
    }
    assert!(!OrderKind::CancelAccess.has_sms_check() && OrderKind::Filing.has_sms_check());
    let transitions: usize = Status::ALL.iter().map(|s| order_in(*s, OrderKind::Filing).possible().len()).sum();
    assert_eq!(transitions, 18);
    let mut order = order_in(Status::AwaitingReview, OrderKind::Filing);
    let before = order.clone();
    assert_eq!(order.apply(Event::Approved, date(2026, 11, 3), None), Err(OrderError::OutOfOrder));
    assert_eq!(order.apply(Event::Passed, date(2026, 11, 1), None), Err(OrderError::Earlier));
    assert_eq!(order, before);
}

#[test]
fn the_code_is_good_for_a_day_and_five_mistakes() {
    let sent = Timestamp::from_second(1_790_000_000).unwrap();
    let after = |hours: i64, seconds: i64| sent + SignedDuration::from_secs(hours * 3600 + seconds);
    let mut sms = SmsCheck::new(sent);
    assert_eq!(sms.standing(sent), SmsStanding::Open { hours_left: 24, tries_left: 5 });
    for left in (0..5).rev() {
        assert_eq!(sms.entered(false, after(1, 0)), SmsOutcome::Wrong(left));
    }
    assert_eq!(sms.standing(after(1, 0)), SmsStanding::Open { hours_left: 23, tries_left: 0 });
    let mut right = sms;
    assert_eq!(right.entered(true, after(1, 0)), SmsOutcome::Passed);
    assert_eq!(right.standing(after(99, 0)), SmsStanding::Passed);
    assert_eq!(sms.entered(false, after(1, 0)), SmsOutcome::Returned, "the sixth");
    assert_eq!(sms.entered(true, after(1, 0)), SmsOutcome::Returned);
    let mut late = SmsCheck::new(sent);
    assert_eq!(late.standing(after(24, 0)), SmsStanding::Open { hours_left: 0, tries_left: 5 });
    assert_eq!(late.entered(true, after(24, 1)), SmsOutcome::TooLate);
    // A clock set back.
    assert_eq!(late.standing(after(-2, 0)), SmsStanding::Open { hours_left: 26, tries_left: 5 });
}

#[test]
fn working_days_leave_weekends_and_holidays_out() {
    // 2026-11-06 is a Friday.
    let friday = date(2026, 11, 6);
    assert_eq!(working_day_after(friday, 0, &[]), friday);
    assert_eq!(working_day_after(friday, 1, &[]), date(2026, 11, 9));
    assert_eq!(working_day_after(friday, 1, &[date(2026, 11, 9)]), date(2026, 11, 10));
    assert_eq!(working_day_after(friday, 20, &[]), date(2026, 12, 4));
    assert_eq!(working_day_after(date(9999, 12, 30), 20, &[]), date(9999, 12, 31));
    let mut order = order_in(Status::AwaitingReview, OrderKind::Filing);
    order.since = friday;
    assert_eq!(order.expected_between(&[]), Some((date(2026, 11, 9), date(2026, 11, 10))));
    assert_eq!(order_in(Status::ToAmend, OrderKind::Filing).expected_between(&[]), None);
}

#[test]
fn refusals_lead_to_the_step_to_do_again() {
    let first = |text: &str| Reason::of(text).first().copied();
    // Words of the providers' own pages and interfaces.
    assert_eq!(first("动作不规范，偏头和转头混淆。"), Some(Reason::WrongMovement));
    assert_eq!(Reason::WrongMovement.steps(), [Step::Liveness]);
    assert_eq!(
        first("证件照与真实性核验照片、证件照与权威库、真实性核验照片与权威库比对都失败"),
        Some(Reason::FaceMismatch)
    );
    assert_eq!(first("当前识别到您的订单需进行备案信息线上视频真实性核验"), Some(Reason::VideoMeeting));
    assert_eq!(first("填写的证件号码与证件不一致"), Some(Reason::FilledIn));
    assert_eq!(first("无法读取图片识别内容,请尝试重新提交或重新上传图片"), Some(Reason::CertificatePicture));
    assert_eq!(first("证件有效期不足三个月"), Some(Reason::CertificateValidity));
    assert_eq!(Reason::of("背景需为纯白色，且责任告知书未签名"), [Reason::Background, Reason::Letter]);
    assert_eq!(first("请联系客服"), Some(Reason::Other));
    assert_eq!(first(""), Some(Reason::Other));
    // Far apart, the two words are of two sentences.
    let far = format!("偏头{}转头", "无".repeat(40));
    assert_eq!(first(&far), Some(Reason::Other));
    let mut order = order_in(Status::AwaitingReview, OrderKind::Filing);
    order.apply(Event::Rejected, date(2026, 11, 3), Some("动作不规范，偏头和转头混淆。")).unwrap();
    assert_eq!(order.reasons, [Reason::WrongMovement]);
    order.apply(Event::HandedIn, date(2026, 11, 4), None).unwrap();
    assert!(order.reasons.is_empty());
}
