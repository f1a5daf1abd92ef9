//! A step that was kept, held against what is typed now.

use crate::finding::{Finding, Severity};

/// What a step was kept with. Codes of findings, those of the material apart from those of the filing: another name changes
/// nothing in a blurred picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptStep<'a> {
    /// Whether the person insisted against the judgement.
    pub forced: bool,
    /// What was found of the material itself.
    pub material: &'a [String],
    /// What was found of it beside the order as it was typed then.
    pub filing: &'a [String],
}

/// What becomes of a kept step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepAgain {
    /// Whether it stays kept against the judgement.
    pub forced: bool,
    /// Codes of what is found beside the order now.
    pub filing: Vec<String>,
}

/// `kept` with `found`, what the filing finds of it beside the order as it is typed now. `None` when an error is among it that
/// nobody has insisted against: the step is to be done again.
pub fn judge_again(kept: &KeptStep<'_>, found: &[Finding]) -> Option<StepAgain> {
    let insisted = |finding: &Finding| kept.forced && kept.filing.iter().any(|code| code == finding.code.as_str());
    let mut errors = found.iter().filter(|finding| finding.severity == Severity::Error).peekable();
    let clear = errors.peek().is_none();
    if !errors.all(insisted) {
        return None;
    }
    // What the material itself was refused for is known by its codes alone: with any left it stays insisted on.
    let cured = clear && kept.material.is_empty();
    let filing = found.iter().map(|finding| finding.code.as_str().to_owned()).collect();
    Some(StepAgain { forced: kept.forced && !cured, filing })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    const NAME: &str = "filing.name_mismatch";
    const NUMBER: &str = "filing.number_mismatch";

    fn again(forced: bool, material: &[&str], filing: &[&str], found: &[Finding]) -> Option<(bool, Vec<String>)> {
        let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
        let (material, filing) = (owned(material), owned(filing));
        let kept = KeptStep { forced, material: &material, filing: &filing };
        judge_again(&kept, found).map(|again| (again.forced, again.filing))
    }

    #[test]
    fn a_step_kept_only_for_the_wrong_name_is_accepted_once_it_is_right() {
        assert_eq!(again(true, &[], &[NAME], &[]), Some((false, Vec::new())));
        // Glare is not cured by a name.
        assert_eq!(again(true, &["document.glare"], &[NAME], &[]), Some((true, Vec::new())));
        let soft = Finding::new(Code::FilingIncomeProof, Severity::Warning);
        let warned = Some((false, vec!["filing.income_proof".to_owned()]));
        assert_eq!(again(false, &[], &[], &[soft]), warned);
    }

    #[test]
    fn nobody_has_insisted_against_what_is_new() {
        let name = Finding::error(Code::FilingNameMismatch);
        let number = Finding::error(Code::FilingNumberMismatch);
        assert_eq!(again(false, &[], &[], std::slice::from_ref(&name)), None);
        assert_eq!(again(true, &[], &[NUMBER], std::slice::from_ref(&name)), None);
        let still = Some((true, vec![NAME.to_owned()]));
        assert_eq!(again(true, &[], &[NAME, NUMBER], &[name]), still, "the number is right now");
        assert_eq!(again(false, &[], &[NUMBER], std::slice::from_ref(&number)), None);
        // A finding of the material by the same name is none of the filing's.
        assert_eq!(again(true, &[NUMBER], &[], &[number]), None);
    }
}
