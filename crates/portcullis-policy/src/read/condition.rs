//! `Condition`: operators, keys and values.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use portcullis_condition::{
    ContextKey, Family, Operand, Operator, OperatorErrorKind, Test, ValueErrorKind, VariableSupport,
};
use portcullis_json::{Kind, Member, Value};

use super::{Reader, expect_kind, scalar};
use crate::problem::quoted;
use crate::text::has_reference;
use crate::{ConditionEntry, PolicyError, Problem, ProblemKind, Text};

impl Reader {
    pub(super) fn conditions(
        &mut self,
        value: Value<'_>,
    ) -> Result<Vec<ConditionEntry>, PolicyError> {
        expect_kind(value, Kind::Object, "the conditions")?;
        self.check_empty_object(value, "a condition without operators")?;
        let mut conditions = Vec::new();
        let mut operators = Vec::new();
        for block in value.members() {
            let operator = self.operator(&block, &mut operators)?;
            expect_kind(block.value(), Kind::Object, "the keys of an operator")?;
            self.check_empty_object(block.value(), "an operator without keys")?;
            // Made once: finding the end of a name goes through the white space behind it.
            let written = Text::name(block);
            let several = block.value().members().nth(1).is_some();
            let mut keys = BTreeSet::new();
            for member in block.value().members() {
                self.count(1, member.name_span())?;
                self.check_length(&member.name(), member.name_span())?;
                let key = self.condition_key(&member)?;
                if several && !keys.insert(key.clone()) {
                    let message =
                        format!("{} a second time, in another case", quoted(&member.name()));
                    let kind = ProblemKind::DuplicateConditionKey;
                    self.report(Problem::new(kind, member.name_span(), message))?;
                }
                conditions.push(self.condition((&written, operator), &member, key)?);
            }
        }
        Ok(conditions)
    }

    fn check_empty_object(&mut self, value: Value<'_>, what: &str) -> Result<(), PolicyError> {
        if value.members().next().is_some() {
            return Ok(());
        }
        let message = format!("{what} is no constraint");
        self.report(Problem::new(ProblemKind::EmptyList, value.span(), message))
    }

    fn operator(
        &mut self,
        block: &Member<'_>,
        seen: &mut Vec<Operator>,
    ) -> Result<Operator, PolicyError> {
        let name = block.name();
        let operator = match name.parse::<Operator>() {
            Ok(operator) => operator,
            Err(error) => {
                let kind = match error.kind() {
                    OperatorErrorKind::NullIfExists => ProblemKind::NullIfExists,
                    _ => ProblemKind::UnknownOperator,
                };
                let problem = Problem::new(kind, block.name_span(), format!("{error}"));
                return Err(problem.with_some_help(error.help()).into());
            }
        };
        // There are two hundred operators at most, whatever is written.
        if seen.contains(&operator) {
            let message = format!("{} a second time, in another case", quoted(&name));
            self.report(Problem::new(
                ProblemKind::DuplicateOperator,
                block.name_span(),
                message,
            ))?;
        } else {
            seen.push(operator);
        }
        if operator.family() == Family::Null && operator.set().is_some() {
            let message = format!(
                "{} has the same answer whatever the key holds",
                quoted(&name)
            );
            let kind = ProblemKind::NullWithSetQualifier;
            self.report(Problem::new(kind, block.name_span(), message))?;
        }
        Ok(operator)
    }

    fn condition_key(&mut self, member: &Member<'_>) -> Result<ContextKey, PolicyError> {
        let name = member.name();
        let key = match name.parse::<ContextKey>() {
            Ok(key) => key,
            Err(error) => {
                let message = format!("{error}");
                let kind = ProblemKind::InvalidConditionKey;
                let problem = Problem::new(kind, member.name_span(), message);
                return Err(problem.with_some_help(error.help()).into());
            }
        };
        if key.folded() == "aws:arn" {
            let message = format!("{} is obsolete", quoted(&name));
            let problem = Problem::new(
                ProblemKind::ObsoleteConditionKey,
                member.name_span(),
                message,
            );
            self.report(problem.with_help("use aws:PrincipalArn"))?;
        }
        if has_reference(&name) {
            let message = format!(
                "a policy variable in {} that is literal text there",
                quoted(&name)
            );
            let kind = ProblemKind::VariableNotExpanded;
            let problem = Problem::new(kind, member.name_span(), message);
            self.report(problem.with_help("condition keys have no variables"))?;
        }
        Ok(key)
    }

    fn condition(
        &mut self,
        (written, operator): (&Text, Operator),
        member: &Member<'_>,
        key: ContextKey,
    ) -> Result<ConditionEntry, PolicyError> {
        let values = self.values(member.value())?;
        let mut operands = Vec::with_capacity(values.len());
        for value in &values {
            operands.push(self.operand(operator, value)?);
        }
        if operator.family() == Family::Bool && values.len() > 1 {
            let message = "several Boolean values: the condition is always true, or all but one are redundant";
            let kind = ProblemKind::SeveralBooleanValues;
            self.report(Problem::new(kind, member.value().span(), message))?;
        }
        Ok(ConditionEntry {
            operator: written.clone(),
            key: Text::name(*member),
            values,
            test: Test::new(operator, key, operands),
        })
    }

    fn values(&mut self, value: Value<'_>) -> Result<Vec<Text>, PolicyError> {
        self.count(value.elements().count().max(1), value.span())?;
        if value.kind() != Kind::Array {
            return scalar(value).map(|text| alloc::vec![text]);
        }
        let values = value
            .elements()
            .map(scalar)
            .collect::<Result<Vec<_>, _>>()?;
        if values.is_empty() {
            let message = "an empty list of condition values matches no value";
            self.report(Problem::new(ProblemKind::EmptyList, value.span(), message))?;
        }
        Ok(values)
    }

    fn operand(&mut self, operator: Operator, value: &Text) -> Result<Operand, PolicyError> {
        let text = value.as_str();
        self.check_length(text, value.span())?;
        if operator.family() == Family::Date
            && text.len() == 4
            && text.bytes().all(|byte| byte.is_ascii_digit())
        {
            let message = format!(
                "{} is read as seconds since 1970, not as a year",
                quoted(text)
            );
            self.report(Problem::new(
                ProblemKind::FourDigitDate,
                value.span(),
                message,
            ))?;
        }
        if self.version.variables() == VariableSupport::Literal && has_reference(text) {
            let message = format!(
                "a policy variable in {} that is literal text there",
                quoted(text)
            );
            let problem = Problem::new(ProblemKind::VariableNotExpanded, value.span(), message);
            self.report(problem.with_help("write \"Version\": \"2012-10-17\""))?;
        }
        match Operand::read(&operator, text, self.version.variables()) {
            Ok(operand) => {
                let pieces = operand.template().map_or(0, |one| one.parts().len());
                self.count(pieces, value.span())?;
                Ok(operand)
            }
            Err(error) => {
                let kind = match error.kind() {
                    ValueErrorKind::MalformedVariable(_) => ProblemKind::MalformedVariable,
                    _ => ProblemKind::UnreadableValue,
                };
                let problem = Problem::new(kind, value.span(), format!("{error}"));
                self.report(problem.with_some_help(error.help()))?;
                Ok(Operand::unreadable())
            }
        }
    }
}
