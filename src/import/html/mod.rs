//! Pages of the web, and pieces of them inside other formats.

mod article;
mod authors;
mod decoding;
mod metadata;
mod published;
mod title;
mod told;
mod walk;

pub(super) use article::page;
pub(super) use article::page_of_text;
pub(super) use decoding::decode;
pub(super) use told::unescaped;
pub(super) use walk::document_into;
pub(super) use walk::fragment;
