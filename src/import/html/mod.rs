//! Pages of the web, and pieces of them inside other formats.

mod article;
mod decoding;
mod metadata;
mod walk;

pub(super) use article::page;
pub(super) use article::page_of_text;
pub(super) use decoding::decode;
pub(super) use metadata::unescaped;
pub(super) use walk::document_into;
pub(super) use walk::fragment;
